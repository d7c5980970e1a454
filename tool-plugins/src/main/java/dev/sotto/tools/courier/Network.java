package dev.sotto.tools.courier;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;

/**
 * How names are looked up and connections begun. Java takes a system for one without IPv6 where it
 * can't read {@code /proc/net/if_inet6}, as in a courier that the kernel confines. There the C
 * library itself looks names up and connects to addresses of IPv6.
 *
 * @param resolver looks names up
 * @param sockets makes sockets
 */
record Network(NameResolver resolver, Sockets sockets) {
  /** Java's own. */
  static final Network OF_JAVA =
      new Network(NameResolver.OF_THE_SYSTEM, address -> new Socket(Proxy.NO_PROXY));

  private static final String WITHOUT_IPV6 = "java.net.preferIPv4Stack";

  /** Makes sockets for connections. */
  @FunctionalInterface
  interface Sockets {
    /** Returns a socket that can be connected to an address; it belongs to the caller. */
    Socket to(InetAddress address) throws SocketException;
  }

  /** Returns that of this process; called before it is sealed. */
  static Network ofThisProcess() throws IOException {
    return javaHasIpv6() || Boolean.getBoolean(WITHOUT_IPV6)
        ? OF_JAVA
        : SystemSockets.find().map(Network::of).orElse(OF_JAVA);
  }

  private static boolean javaHasIpv6() throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET6)) {
      return channel.isOpen();
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /** Returns that of the C library, with Java's sockets for IPv4. */
  static Network of(SystemSockets system) {
    return new Network(
        system::resolve,
        address ->
            address instanceof Inet6Address ? new Ipv6Socket(system) : new Socket(Proxy.NO_PROXY));
  }
}
