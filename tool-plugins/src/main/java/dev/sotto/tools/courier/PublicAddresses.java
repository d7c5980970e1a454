package dev.sotto.tools.courier;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses of hosts on the public network. Everything that IANA has set aside for another use
 * is none: private and shared networks, loopback, links, groups, documentation, measurements, and
 * IPv6 forms that lead to such IPv4 addresses (registries "IANA IPv4 Special-Purpose Address Space"
 * and "IANA IPv6 Special-Purpose Address Space", RFC 6890). Neither are addresses at which clouds
 * tell machines about themselves. Stateless.
 *
 * <p>A public address may still belong to the person's own network; that can't be known from it.
 */
final class PublicAddresses {
  private static final List<Prefix> NOT_PUBLIC_V4 =
      List.of(
          Prefix.of("0.0.0.0", 8), // this network, RFC 791
          Prefix.of("10.0.0.0", 8), // private, RFC 1918
          Prefix.of("100.64.0.0", 10), // shared by providers, RFC 6598
          Prefix.of("127.0.0.0", 8), // loopback, RFC 1122
          Prefix.of("168.63.129.16", 32), // Azure's host, from within its machines
          Prefix.of("169.254.0.0", 16), // link-local, RFC 3927; clouds' 169.254.169.254
          Prefix.of("172.16.0.0", 12), // private, RFC 1918
          Prefix.of("192.0.0.0", 24), // protocols, RFC 6890
          Prefix.of("192.0.2.0", 24), // documentation, RFC 5737
          Prefix.of("192.31.196.0", 24), // AS112, RFC 7535
          Prefix.of("192.52.193.0", 24), // AMT, RFC 7450
          Prefix.of("192.88.99.0", 24), // 6to4 relays, RFC 7526
          Prefix.of("192.168.0.0", 16), // private, RFC 1918
          Prefix.of("192.175.48.0", 24), // AS112, RFC 7534
          Prefix.of("198.18.0.0", 15), // benchmarks, RFC 2544
          Prefix.of("198.51.100.0", 24), // documentation, RFC 5737
          Prefix.of("203.0.113.0", 24), // documentation, RFC 5737
          Prefix.of("224.0.0.0", 4), // groups, RFC 5771
          Prefix.of("240.0.0.0", 4)); // reserved, RFC 1112; broadcast

  /** Global unicast, RFC 4291: all that is given to hosts lies here. */
  private static final Prefix GLOBAL_V6 = Prefix.of("2000::", 3);

  private static final List<Prefix> NOT_PUBLIC_V6 =
      List.of(
          Prefix.of("2001::", 23), // protocols: Teredo, benchmarks, ORCHID; RFC 2928
          Prefix.of("2001:db8::", 32), // documentation, RFC 3849
          Prefix.of("2002::", 16), // 6to4, RFC 3056
          Prefix.of("2620:4f:8000::", 48), // AS112, RFC 7534
          Prefix.of("3fff::", 20)); // documentation, RFC 9637

  /** Translated IPv4 addresses, RFC 6052; the last four bytes are the address. */
  private static final Prefix TRANSLATED = Prefix.of("64:ff9b::", 96);

  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;

  private PublicAddresses() {}

  /** Returns whether an address is one of a host on the public network. */
  static boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == V4_BYTES ? containV4(bytes) : containV6(bytes);
  }

  private static boolean containV4(byte[] address) {
    return NOT_PUBLIC_V4.stream().noneMatch(prefix -> prefix.includes(address));
  }

  private static boolean containV6(byte[] address) {
    if (TRANSLATED.includes(address)) {
      return containV4(Arrays.copyOfRange(address, V6_BYTES - V4_BYTES, V6_BYTES));
    }
    return GLOBAL_V6.includes(address)
        && NOT_PUBLIC_V6.stream().noneMatch(prefix -> prefix.includes(address));
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Prefix(byte[] bytes, int bits) {
    static Prefix of(String address, int bits) {
      try {
        return new Prefix(InetAddress.getByName(address).getAddress(), bits);
      } catch (UnknownHostException e) {
        throw new IllegalStateException("An address in digits is not looked up", e);
      }
    }

    boolean includes(byte[] address) {
      int whole = bits / Byte.SIZE;
      if (!Arrays.equals(bytes, 0, whole, address, 0, whole)) {
        return false;
      }
      int rest = bits % Byte.SIZE;
      return rest == 0 || ((bytes[whole] ^ address[whole]) & 0xFF) >>> (Byte.SIZE - rest) == 0;
    }
  }
}
