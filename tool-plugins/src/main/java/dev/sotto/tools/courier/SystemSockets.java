package dev.sotto.tools.courier;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The C library's sockets of IPv6 and its look-up of names, for a process in which Java does
 * without IPv6 (see {@link Network}). Descriptors are plain numbers; who opens one closes it.
 * Answers are what a function returns, or the negative error number; numbers are those of Linux on
 * x86-64 and AArch64. Safe for all threads.
 */
@SuppressWarnings("restricted") // Java offers no IPv6 where it can't read /proc/net/if_inet6.
final class SystemSockets {
  // errno.h
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EINPROGRESS = 115;

  // poll.h
  static final short POLLIN = 1;
  static final short POLLOUT = 4;

  // sys/socket.h
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 04000;
  private static final int SOCK_CLOEXEC = 02000000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int SHUT_RDWR = 2;

  // struct sockaddr_in and sockaddr_in6, RFC 3493 section 3.3
  private static final int PORT = 2;
  private static final int V4_ADDRESS = 4;
  private static final int V4_BYTES = 16;
  private static final int V6_ADDRESS = 8;
  private static final int V4_ADDRESS_BYTES = 4;
  private static final int V6_ADDRESS_BYTES = 16;
  private static final int V6_SCOPE = 24;
  private static final int V6_BYTES = 28;

  // struct addrinfo, RFC 3493 section 6.1
  private static final int INFO_SOCKET_TYPE = 8;
  private static final int INFO_ADDRESS = 24;
  private static final int INFO_NEXT = 40;
  private static final int INFO_BYTES = 48;
  private static final int EAI_AGAIN = -3;
  private static final int MOST_ANSWERS = 64;

  private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");
  private static final int MOST_BYTES = 1 << 14;
  private static final int MOST_ARGUMENTS = 5;
  private static final int POLL_BYTES = 8;
  private static final ValueLayout.OfShort NETWORK_SHORT =
      JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERROR_NUMBER =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final SymbolLookup symbols;

  /**
   * Calls any function of up to five integers or addresses. Functions that take fewer or smaller
   * ones get them from the same registers (System V ABI, AAPCS64) and do not look at the rest.
   */
  private final MethodHandle function;

  private SystemSockets(Linker linker) {
    this.symbols = linker.defaultLookup();
    this.function =
        linker.downcallHandle(
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));
  }

  /** Returns those of this system, or nothing where they are not known. */
  static Optional<SystemSockets> find() {
    boolean known =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")
            && ARCHITECTURES.contains(System.getProperty("os.arch", ""));
    return known ? Optional.of(new SystemSockets(Linker.nativeLinker())) : Optional.empty();
  }

  /** Calls a function whose answer is as wide as an int; -1 stands for an error. */
  private int call(String name, long... arguments) {
    long[] five = Arrays.copyOf(arguments, MOST_ARGUMENTS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      int answer =
          (int)
              (long)
                  function.invokeExact(
                      symbols.findOrThrow(name),
                      captured,
                      five[0],
                      five[1],
                      five[2],
                      five[3],
                      five[4]);
      return answer == -1 ? -(int) ERROR_NUMBER.get(captured, 0L) : answer;
    } catch (Throwable e) {
      throw new IllegalStateException("The C library could not be called", e);
    }
  }

  /** Opens a stream of IPv6 whose calls don't wait. */
  int open() {
    return call("socket", AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  }

  /** Begins to connect. */
  int connect(int descriptor, Inet6Address address, int port) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = arena.allocate(V6_BYTES, Long.BYTES);
      to.set(JAVA_SHORT, 0, AF_INET6);
      to.set(NETWORK_SHORT, PORT, (short) port);
      MemorySegment.copy(address.getAddress(), 0, to, JAVA_BYTE, V6_ADDRESS, V6_ADDRESS_BYTES);
      to.set(JAVA_INT, V6_SCOPE, address.getScopeId());
      return call("connect", descriptor, to.address(), V6_BYTES);
    }
  }

  /** Returns 0 if a connection was made, or the negative error of the attempt. */
  int connected(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocate(JAVA_INT);
      length.set(JAVA_INT, 0, Integer.BYTES);
      int answer =
          call("getsockopt", descriptor, SOL_SOCKET, SO_ERROR, error.address(), length.address());
      return answer < 0 ? answer : -error.get(JAVA_INT, 0);
    }
  }

  /**
   * Waits until something can be done.
   *
   * @param events {@link #POLLIN} or {@link #POLLOUT}
   * @return 0 if it can't within this time
   */
  int poll(int descriptor, short events, int millis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment waiting = arena.allocate(POLL_BYTES, Integer.BYTES);
      waiting.set(JAVA_INT, 0, descriptor);
      waiting.set(JAVA_SHORT, Integer.BYTES, events);
      return call("poll", waiting.address(), 1, millis);
    }
  }

  /** Reads what is there, up to some kilobytes; 0 at the end. */
  int read(int descriptor, byte[] into, int offset, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.min(length, MOST_BYTES));
      int count = call("read", descriptor, buffer.address(), buffer.byteSize());
      MemorySegment.copy(buffer, JAVA_BYTE, 0, into, offset, Math.max(count, 0));
      return count;
    }
  }

  /** Writes some of the bytes. */
  int write(int descriptor, byte[] bytes, int offset, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.min(length, MOST_BYTES));
      MemorySegment.copy(bytes, offset, buffer, JAVA_BYTE, 0, (int) buffer.byteSize());
      return call("write", descriptor, buffer.address(), buffer.byteSize());
    }
  }

  /** Ends a connection in both directions; who waits for it wakes up. */
  void shutDown(int descriptor) {
    call("shutdown", descriptor, SHUT_RDWR);
  }

  void close(int descriptor) {
    call("close", descriptor);
  }

  /**
   * Looks up the addresses of a host, of IPv4 and IPv6, in the order of RFC 6724.
   *
   * @param host a name, or an address in digits
   */
  List<InetAddress> resolve(String host) throws UnknownHostException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment hints = arena.allocate(INFO_BYTES, Long.BYTES);
      hints.set(JAVA_INT, INFO_SOCKET_TYPE, SOCK_STREAM);
      MemorySegment found = arena.allocate(ADDRESS);
      MemorySegment name = arena.allocateFrom(host.replaceAll("[\\[\\]]", ""));
      int answer = call("getaddrinfo", name.address(), 0, hints.address(), found.address());
      if (answer != 0) {
        throw new UnknownHostException(
            answer == EAI_AGAIN
                ? "Temporary failure in name resolution"
                : "The C library knows no address: " + answer);
      }
      MemorySegment first = found.get(ADDRESS, 0);
      try {
        return addresses(first);
      } finally {
        call("freeaddrinfo", first.address());
      }
    }
  }

  private static List<InetAddress> addresses(MemorySegment first) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    MemorySegment next = first;
    while (next.address() != 0 && addresses.size() < MOST_ANSWERS) {
      MemorySegment info = next.reinterpret(INFO_BYTES);
      MemorySegment address = info.get(ADDRESS, INFO_ADDRESS).reinterpret(V4_BYTES);
      short family = address.get(JAVA_SHORT, 0);
      if (family == AF_INET) {
        addresses.add(
            InetAddress.getByAddress(
                address.asSlice(V4_ADDRESS, V4_ADDRESS_BYTES).toArray(JAVA_BYTE)));
      } else if (family == AF_INET6) {
        addresses.add(
            InetAddress.getByAddress(
                address
                    .reinterpret(V6_BYTES)
                    .asSlice(V6_ADDRESS, V6_ADDRESS_BYTES)
                    .toArray(JAVA_BYTE)));
      }
      next = info.get(ADDRESS, INFO_NEXT);
    }
    return addresses;
  }

  @Override
  public String toString() {
    return "SystemSockets[]";
  }
}
