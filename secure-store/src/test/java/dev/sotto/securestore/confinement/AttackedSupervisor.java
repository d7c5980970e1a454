package dev.sotto.securestore.confinement;

import dev.sotto.securestore.confinement.Attacker.Bounds;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The main program of a supervisor of an ordinary user: has everything that attackers are after,
 * and starts them, first unconfined.
 */
final class AttackedSupervisor {
  private AttackedSupervisor() {}

  public static void main(String[] arguments) throws Throwable {
    LinuxCalls calls = LinuxCalls.get();
    OrdinaryUser.become(calls);
    Path folder = Path.of(arguments[0]);
    try (ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Arena arena = Arena.ofShared()) {
      long secret = arena.allocateFrom(AttackedSurroundings.SECRET).address();
      AttackedSurroundings aim =
          new AttackedSurroundings(
              folder,
              calls.call(SystemCall.GETPID),
              tcp.getLocalPort(),
              udp.getLocalPort(),
              secret);
      Files.createDirectories(aim.home());
      unix.bind(UnixDomainSocketAddress.of(aim.unixSocket()));
      serve(() -> greet(tcp));
      serve(() -> echo(udp));
      serve(() -> accept(unix));
      Terminal.becomeStandardInput(calls);

      for (Bounds bounds : Bounds.values()) {
        prepare(aim);
        System.out.println("END\t" + bounds + "\t" + run(aim, bounds));
      }
    }
  }

  private static Object run(AttackedSurroundings aim, Bounds bounds) throws Exception {
    Path javaHome = Path.of(System.getProperty("java.home"));
    String classPath = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            javaHome.resolve("bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath,
            Attacker.class.getName(),
            bounds.name()));
    command.addAll(aim.arguments());
    if (bounds == Bounds.NONE) {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
    Confinement confinement =
        Confinement.ofJava(javaHome)
            .reading(Path.of(classPath))
            .writing(aim.own())
            .allowing(bounds.allowances().toArray(Allowance[]::new));
    try (ConfinedProcess process =
        new ConfinedLauncher()
            .start(
                ConfinedCommand.of(command, Map.of(), aim.own())
                    .with(
                        StandardStream.INHERITED,
                        StandardStream.INHERITED,
                        StandardStream.INHERITED),
                confinement)) {
      return process.waitFor();
    }
  }

  private static void prepare(AttackedSurroundings aim) throws IOException {
    if (Files.exists(aim.own())) {
      try (var files = Files.walk(aim.own())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    for (String left : List.of("hard-link-out", "left-behind", "moved-out")) {
      Files.deleteIfExists(aim.home().resolve(left));
    }
    Files.createDirectories(aim.own());
    Files.writeString(aim.secretFile(), AttackedSurroundings.SECRET);
    Files.writeString(aim.home().resolve("overwritten.txt"), "as before");
    Files.writeString(aim.home().resolve("deleted.txt"), "as before");
    Files.createSymbolicLink(aim.own().resolve("link-made-before"), aim.secretFile());
  }

  private interface Serving {
    void once() throws IOException;
  }

  private static void serve(Serving serving) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            while (true) {
              serving.once();
            }
          } catch (IOException e) {
            System.err.println("no longer served: " + e);
          }
        });
  }

  private static void greet(ServerSocket tcp) throws IOException {
    try (Socket socket = tcp.accept()) {
      socket.getOutputStream().write('A');
    } catch (java.net.SocketException e) {
      if (tcp.isClosed()) {
        throw e;
      }
    }
  }

  private static void echo(DatagramSocket udp) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    udp.receive(packet);
    udp.send(packet);
  }

  private static void accept(ServerSocketChannel unix) throws IOException {
    try (SocketChannel channel = unix.accept()) {
      channel.finishConnect();
    }
  }

  /** A pseudo terminal, whose other side this process keeps. */
  static final class Terminal {
    private Terminal() {}

    static void becomeStandardInput(LinuxCalls calls) {
      int master =
          calls.callLibrary(
              calls.libraryFunction("posix_openpt"), LinuxCalls.O_RDWR | NO_CONTROLLING_TERMINAL);
      if (master < 0) {
        return;
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment name = arena.allocate(64);
        int granted = calls.callLibrary(calls.libraryFunction("grantpt"), master);
        int unlocked = calls.callLibrary(calls.libraryFunction("unlockpt"), master);
        int named =
            calls.callLibrary(
                calls.libraryFunction("ptsname_r"), master, name.address(), name.byteSize());
        long slave = calls.open(name.getString(0), LinuxCalls.O_RDWR | NO_CONTROLLING_TERMINAL);
        if (granted == 0 && unlocked == 0 && named == 0 && slave >= 0) {
          calls.call(SystemCall.DUP3, slave, 0, 0);
        }
      }
    }

    private static final int NO_CONTROLLING_TERMINAL = 0400;
  }
}
