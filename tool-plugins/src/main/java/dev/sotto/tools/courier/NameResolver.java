package dev.sotto.tools.courier;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
interface NameResolver {
  /** Asks the system, which may ask name servers. */
  NameResolver OF_THE_SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /** Returns all addresses of a host, in the order in which they should be tried. */
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
