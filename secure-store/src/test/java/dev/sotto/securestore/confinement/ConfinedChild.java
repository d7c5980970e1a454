package dev.sotto.securestore.confinement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
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
      case "victim" -> beRead(arguments[1].equals("hardened"));
      case "read-memory" -> readMemory(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
      case "hardened-supervisor" -> superviseHardened(Path.of(arguments[1]));
      case "sealed-supervisor" -> superviseSealed(Path.of(arguments[1]));
      case "other-system" -> onAnotherSystem();
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
                ForkedJava.confinedCommand(
                    classes, "die-with", Long.toString(ProcessHandle.current().pid())),
                ForkedJava.confinement(classes));
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

  private static void beRead(boolean hardened) throws IOException {
    OrdinaryUser.become(LinuxCalls.get());
    if (hardened) {
      ProcessHardening.apply();
    }
    try (Arena arena = Arena.ofConfined()) {
      long secret = arena.allocateFrom(AttackedSurroundings.SECRET).address();
      System.out.println(LinuxCalls.get().call(SystemCall.GETPID) + " " + secret);
      System.in.read();
    }
  }

  private static void readMemory(long pid, long address) {
    OrdinaryUser.become(LinuxCalls.get());
    try {
      Attack.MEMORY_OF_THE_PARENT.run(
          LinuxCalls.get(), new AttackedSurroundings(Path.of("/"), pid, 0, 0, address));
      System.out.println("read the secret");
    } catch (Throwable e) {
      System.out.println("refused " + e.getMessage());
    }
  }

  private static void superviseHardened(Path classes) throws Exception {
    OrdinaryUser.become(LinuxCalls.get());
    ProcessHardening.apply();
    try (ConfinedProcess process =
        new ConfinedLauncher()
            .start(ForkedJava.confinedCommand(classes, "echo"), ForkedJava.confinement(classes))) {
      process.standardInput().write("hello".getBytes(StandardCharsets.UTF_8));
      System.out.println(
          "echo " + new String(process.standardOutput().readNBytes(5), StandardCharsets.UTF_8));
      ProcessStatus status = process.status();
      System.out.println("confined " + (status.filtered() && status.noNewPrivileges()));
      process.standardInput().close();
      System.out.println("end " + process.waitFor());
    }
  }

  private static void superviseSealed(Path classes) {
    ProcessHardening.seal(Set.of());
    try {
      new ConfinedLauncher()
          .start(ForkedJava.confinedCommand(classes, "tell"), ForkedJava.confinement(classes));
      System.out.println("started");
    } catch (IOException | ConfinementUnavailableException e) {
      System.out.println("refused " + e.getMessage());
    }
  }

  private static void onAnotherSystem() {
    ProcessHardening.apply();
    System.out.println("hardened");
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    System.out.println("alive " + ProcessHardening.dieWith(parent));
    ConfinementReport report = new ConfinementProbes(Path.of("/"), Path.of("/")).measure();
    System.out.println("enforced " + report.enforced() + " of " + report.results().size());
    System.out.println("because " + report.notEnforcedHere().orElse("nothing"));
    try {
      System.out.println("launcher " + new ConfinedLauncher());
    } catch (ConfinementUnavailableException e) {
      System.out.println("launcher refused");
    }
    try {
      ProcessHardening.seal(Set.of());
    } catch (ConfinementUnavailableException e) {
      System.out.println("seal refused");
    }
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
