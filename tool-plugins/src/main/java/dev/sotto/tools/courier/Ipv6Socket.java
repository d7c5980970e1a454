package dev.sotto.tools.courier;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection over IPv6 by the C library, for a process in which Java has none. It connects, is
 * read from and written to, and can be closed by another thread meanwhile; it does nothing else. Of
 * the options it has the time that a read may take.
 */
final class Ipv6Socket extends Socket {
  /**
   * Makes a socket that is not connected.
   *
   * @throws SocketException never
   */
  Ipv6Socket(SystemSockets system) throws SocketException {
    super(new Endpoint(system));
  }

  private static final class Endpoint extends SocketImpl {
    /** ENETDOWN, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT of errno.h. */
    private static final Set<Integer> NO_WAY = Set.of(100, 101, 113, 99, 97);

    /** EPERM, EACCES of errno.h. */
    private static final Set<Integer> NOT_PERMITTED = Set.of(1, 13);

    private static final int A_LOOK_MILLIS = 100;
    private static final int NONE = -1;

    private final SystemSockets system;
    private int descriptor = NONE;
    private int users;
    private boolean closed;
    private volatile int readMillis;

    Endpoint(SystemSockets system) {
      this.system = system;
    }

    @Override
    protected synchronized void create(boolean stream) throws IOException {
      int opened = system.open();
      if (!stream || opened < 0) {
        throw failure("A socket of IPv6 could not be made", opened);
      }
      descriptor = opened;
    }

    private static IOException failure(String what, int answer) {
      if (NO_WAY.contains(-answer)) {
        return new NoRouteToHostException(what + ": error " + -answer);
      }
      return NOT_PERMITTED.contains(-answer)
          ? new SocketException(what + ": not permitted")
          : new SocketException(what + ": error " + -answer);
    }

    /** What is done with the descriptor while it can't be closed. */
    private interface Use {
      int with(int open) throws IOException;
    }

    private int use(Use use) throws IOException {
      int open;
      synchronized (this) {
        if (closed || descriptor == NONE) {
          throw new SocketException("Socket closed");
        }
        users++;
        open = descriptor;
      }
      try {
        return use.with(open);
      } finally {
        left();
      }
    }

    private synchronized void left() {
      users--;
      release();
    }

    private synchronized boolean isClosed() {
      return closed;
    }

    private synchronized void release() {
      if (closed && users == 0 && descriptor != NONE) {
        system.close(descriptor);
        descriptor = NONE;
      }
    }

    /** Waits for an event; in short turns, so that closing is noticed whatever wakes up. */
    private void await(int open, short event, int millis, String what) throws IOException {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      while (true) {
        int answer = system.poll(open, event, A_LOOK_MILLIS);
        if (isClosed()) {
          throw new SocketException("Socket closed");
        }
        if (answer > 0) {
          return;
        }
        if (answer < 0 && answer != -SystemSockets.EINTR) {
          throw failure(what, answer);
        }
        if (millis > 0 && System.nanoTime() - end >= 0) {
          throw new SocketTimeoutException(what + ": nothing for " + millis + " ms");
        }
      }
    }

    @Override
    protected void connect(SocketAddress to, int millis) throws IOException {
      if (!(to instanceof InetSocketAddress target)
          || !(target.getAddress() instanceof Inet6Address host)) {
        throw new ConnectException("Only an address of IPv6 can be connected to");
      }
      address = host;
      port = target.getPort();
      int result =
          use(open -> {
            int answer = system.connect(open, host, target.getPort());
            if (answer == -SystemSockets.EINPROGRESS || answer == -SystemSockets.EINTR) {
              await(open, SystemSockets.POLLOUT, millis, "Connecting");
              return system.connected(open);
            }
            return answer;
          });
      if (result != 0) {
        throw failure("Connecting failed", result);
      }
    }

    @Override
    protected void connect(String host, int to) throws IOException {
      connect(new InetSocketAddress(InetAddress.getByName(host), to), 0);
    }

    @Override
    protected void connect(InetAddress host, int to) throws IOException {
      connect(new InetSocketAddress(host, to), 0);
    }

    private int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count =
          use(open -> {
            int answer = system.read(open, into, offset, length);
            while (answer == -SystemSockets.EAGAIN || answer == -SystemSockets.EINTR) {
              await(open, SystemSockets.POLLIN, readMillis, "Reading");
              answer = system.read(open, into, offset, length);
            }
            return answer;
          });
      if (count < 0) {
        throw failure("Reading failed", count);
      }
      return count == 0 ? -1 : count;
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int from = offset + done;
        int left = length - done;
        int count =
            use(open -> {
              int answer = system.write(open, bytes, from, left);
              if (answer == -SystemSockets.EAGAIN || answer == -SystemSockets.EINTR) {
                await(open, SystemSockets.POLLOUT, 0, "Writing");
                return 0;
              }
              return answer;
            });
        if (count < 0) {
          throw failure("Writing failed", count);
        }
        done += count;
      }
    }

    @Override
    protected InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          Objects.checkFromIndexSize(offset, length, into.length);
          return Endpoint.this.read(into, offset, length);
        }
      };
    }

    @Override
    protected OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int value) throws IOException {
          write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          Objects.checkFromIndexSize(offset, length, bytes.length);
          Endpoint.this.write(bytes, offset, length);
        }
      };
    }

    @Override
    protected int available() {
      return 0;
    }

    @Override
    protected synchronized void close() {
      if (!closed) {
        closed = true;
        if (descriptor != NONE) {
          system.shutDown(descriptor);
        }
        release();
      }
    }

    @Override
    public void setOption(int option, Object value) throws SocketException {
      if (option != SocketOptions.SO_TIMEOUT || !(value instanceof Integer millis)) {
        throw new SocketException("This socket has no such option");
      }
      readMillis = millis;
    }

    @Override
    public @Nullable Object getOption(int option) throws SocketException {
      return switch (option) {
        case SocketOptions.SO_TIMEOUT -> readMillis;
        case SocketOptions.SO_LINGER -> -1;
        default -> throw new SocketException("This socket has no such option");
      };
    }

    @Override
    protected void bind(InetAddress host, int to) throws IOException {
      throw new SocketException("This socket only connects");
    }

    @Override
    protected void listen(int backlog) throws IOException {
      throw new SocketException("This socket only connects");
    }

    @Override
    protected void accept(SocketImpl connection) throws IOException {
      throw new SocketException("This socket only connects");
    }

    @Override
    protected void sendUrgentData(int data) throws IOException {
      throw new SocketException("This socket has no urgent data");
    }

    @Override
    public String toString() {
      return "Ipv6Socket.Endpoint[]";
    }
  }
}
