package dev.sotto.securestore.confinement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** The main program of children in tests; the first argument says what to do. */
final class ConfinedChild {
  private ConfinedChild() {}

  public static void main(String[] arguments) throws Throwable {
    switch (arguments[0]) {
      case "tell" -> tell(arguments);
      case "exit" -> System.exit(Integer.parseInt(arguments[1]));
      case "echo" -> System.in.transferTo(System.out);
      case "wait" -> {
        System.out.println("waiting");
        System.in.read();
      }
      case "start-and-wait" -> startAndWait(arguments);
      case "die-with" -> dieWith(arguments);
      case "descriptor" ->
          System.out.println(
              Errno.name(
                  LinuxCalls.get().call(SystemCall.FCNTL, Integer.parseInt(arguments[1]), 1)));
      case "serve-unix" -> serveUnix(Path.of(arguments[1]), Path.of(arguments[2]));
      case "serve-tcp" -> serveTcp(Integer.parseInt(arguments[1]));
      default -> throw new AssertionError(arguments[0]);
    }
  }

  private static void tell(String[] arguments) {
    System.out.println("arguments " + Arrays.asList(arguments));
    System.out.println("environment " + System.getenv());
    System.out.println("folder " + System.getProperty("user.dir"));
  }

  private static void startAndWait(String[] arguments) throws Exception {
    Path classes = Path.of(arguments[1]);
    ConfinedProcess process =
        new ConfinedLauncher()
            .start(
                ConfinedLauncherTest.command(
                    classes, "die-with", Long.toString(ProcessHandle.current().pid())),
                ConfinedLauncherTest.confinement(classes));
    String told =
        new BufferedReader(new InputStreamReader(process.standardOutput(), StandardCharsets.UTF_8))
            .readLine();
    System.out.println(told + " of " + process.pid());
    process.waitFor();
  }

  private static void dieWith(String[] arguments) throws InterruptedException {
    System.out.println("parent " + ProcessHardening.dieWith(Long.parseLong(arguments[1])));
    Thread.sleep(60_000);
  }

  private static void serveUnix(Path own, Path other) throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(own));
      ProcessHardening.seal(Set.of(Allowance.LISTEN_ON_UNIX_SOCKETS));
      System.out.println("listening");
      try (SocketChannel connection = listener.accept()) {
        ByteBuffer bytes = ByteBuffer.allocate(5);
        connection.read(bytes);
        connection.write(bytes.flip());
      }
    }
    tryToConnect(() -> {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(other));
      }
    });
  }

  private static void serveTcp(int other) throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ProcessHardening.seal(Set.of(Allowance.LISTEN_ON_TCP));
      System.out.println("listening " + listener.getLocalPort());
      try (Socket connection = listener.accept()) {
        connection.getOutputStream().write(connection.getInputStream().readNBytes(5));
      }
    }
    tryToConnect(() -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), other));
      }
    });
  }

  private interface Connecting {
    void connect() throws IOException;
  }

  private static void tryToConnect(Connecting connecting) {
    try {
      connecting.connect();
      System.out.println("connected");
    } catch (IOException e) {
      System.out.println("refused " + e.getMessage());
    }
    Path outside = Path.of("/");
    ConfinementReport report = new ConfinementProbes(outside, outside).measure();
    System.out.println("enforced " + report.enforced() + " " + report.results());
  }
}
