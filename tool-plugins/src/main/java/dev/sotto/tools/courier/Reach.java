package dev.sotto.tools.courier;

import java.net.InetAddress;

/** Which hosts a courier goes to. */
enum Reach {
  /** Those on the public network, over TLS. */
  PUBLIC_HOSTS {
    @Override
    boolean includes(InetAddress address) {
      return PublicAddresses.contain(address);
    }

    @Override
    boolean allows(String scheme) {
      return scheme.equals("https");
    }
  },
  /** This computer alone, with TLS or without: for tests. */
  THIS_COMPUTER {
    @Override
    boolean includes(InetAddress address) {
      return address.isLoopbackAddress();
    }

    @Override
    boolean allows(String scheme) {
      return true;
    }
  };

  abstract boolean includes(InetAddress address);

  abstract boolean allows(String scheme);
}
