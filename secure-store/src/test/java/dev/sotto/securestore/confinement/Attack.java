package dev.sotto.securestore.confinement;

import static dev.sotto.securestore.confinement.AttackedSurroundings.SECRET;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

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
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;

/**
 * An attack that is carried out in earnest. Each returns when it has succeeded and throws when it
 * has not; run unconfined, each succeeds where the system has what it takes.
 */
enum Attack {
  INTERNET_SOCKET_BY_A_RAW_CALL {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      close(calls, succeed(calls.call(SystemCall.SOCKET, 2, 1, 0)));
    }

    @Override
    boolean isNetwork() {
      return true;
    }
  },
  UDP_SOCKET_BY_A_RAW_CALL {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      close(calls, succeed(calls.call(SystemCall.SOCKET, 10, 2, 0)));
    }

    @Override
    boolean isNetwork() {
      return true;
    }
  },
  UNIX_SOCKET_BY_A_RAW_CALL {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      close(calls, succeed(calls.call(SystemCall.SOCKET, 1, 1, 0)));
    }
  },
  NETLINK_SOCKET_BY_A_RAW_CALL {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      close(calls, succeed(calls.call(SystemCall.SOCKET, 16, 3, 0)));
    }
  },
  JAVA_CONNECTION {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), aim.tcpPort())) {
        require(socket.getInputStream().read() == 'A');
      }
    }

    @Override
    boolean isNetwork() {
      return true;
    }
  },
  /** The library goes to the kernel by an instruction of its own, past Java and the C library. */
  NATIVE_CODE_THAT_PHONES_HOME {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws Throwable {
      long socket = MachineCode.internetSocket(calls).call();
      close(calls, succeed(socket));
    }

    @Override
    boolean isNetwork() {
      return true;
    }
  },
  NATIVE_CONNECT_BY_THE_C_LIBRARY {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws Throwable {
      int socket = calls.callLibrary(calls.libraryFunction("socket"), 2, 1, 0);
      if (socket < 0) {
        throw new FailedAttack("the C library got no socket");
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment address = arena.allocate(16);
        address.set(JAVA_SHORT, 0, (short) 2);
        address.set(JAVA_SHORT, 2, Short.reverseBytes((short) aim.tcpPort()));
        address.set(JAVA_INT, 4, Integer.reverseBytes(0x7F000001));
        succeed(calls.call(SystemCall.CONNECT, socket, address.address(), 16));
      }
      close(calls, socket);
    }

    @Override
    boolean isNetwork() {
      return true;
    }
  },
  QUESTION_TO_A_NAME_SERVER {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.setSoTimeout(2000);
        byte[] question = {
          7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 6, 's', 'e', 'c', 'r', 'e', 't', 0, 0, 1, 0, 1
        };
        socket.send(
            new DatagramPacket(
                question, question.length, InetAddress.getLoopbackAddress(), aim.udpPort()));
        DatagramPacket answer = new DatagramPacket(new byte[512], 512);
        socket.receive(answer);
        require(answer.getLength() == question.length);
      }
    }
  },
  LISTENING_SOCKET {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        require(socket.isBound());
      }
    }
  },
  UNIX_CONNECTION {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        require(channel.connect(UnixDomainSocketAddress.of(aim.unixSocket())));
      }
    }
  },
  SOCKET_PAIR {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      try (Arena arena = Arena.ofConfined()) {
        succeed(calls.call(SystemCall.SOCKETPAIR, 1, 1, 0, arena.allocate(JAVA_INT, 2).address()));
      }
    }
  },
  IO_URING {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      try (Arena arena = Arena.ofConfined()) {
        close(
            calls,
            succeed(calls.call(RefusedCall.IO_URING_SETUP, 4, arena.allocate(120, 8).address())));
      }
    }

    @Override
    boolean mayBeMissing() {
      return true; // kernel.io_uring_disabled
    }
  },
  /** getpid by int 0x80, the entry of 32-bit programs, where numbers mean other calls. */
  CALL_OF_32_BIT_PROGRAMS {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws Throwable {
      long pid = MachineCode.pidBy32BitEntry(calls).call();
      require(pid == calls.call(SystemCall.GETPID));
    }

    @Override
    boolean mayBeMissing() {
      return true; // CONFIG_IA32_EMULATION, and AArch64
    }
  },
  CALL_OF_X32_PROGRAMS {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      long number = SystemCall.GETPID.number(calls.architecture()) | (long) Architecture.X32_BIT;
      require(calls.callNumber(number) == calls.call(SystemCall.GETPID));
    }

    @Override
    boolean mayBeMissing() {
      return true; // CONFIG_X86_X32_ABI
    }
  },
  TRACING_THE_PARENT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      int seize = 0x4206;
      succeed(calls.call(RefusedCall.PTRACE, seize, aim.parent()));
    }

    @Override
    boolean mayBeMissing() {
      return true; // kernel.yama.ptrace_scope
    }
  },
  MEMORY_OF_THE_PARENT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment here = arena.allocate(SECRET.length());
        MemorySegment local = arena.allocateFrom(JAVA_LONG, here.address(), here.byteSize());
        MemorySegment remote = arena.allocateFrom(JAVA_LONG, aim.secretAddress(), here.byteSize());
        succeed(
            calls.call(
                RefusedCall.PROCESS_VM_READV,
                aim.parent(),
                local.address(),
                1,
                remote.address(),
                1,
                0));
        require(text(here).equals(SECRET));
      }
    }

    @Override
    boolean mayBeMissing() {
      return true; // kernel.yama.ptrace_scope
    }
  },
  MEMORY_FILE_OF_THE_PARENT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      long file = succeed(calls.open("/proc/" + aim.parent() + "/mem", LinuxCalls.O_RDONLY));
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment here = arena.allocate(SECRET.length());
        succeed(
            calls.call(
                SystemCall.PREAD64, file, here.address(), here.byteSize(), aim.secretAddress()));
        require(text(here).equals(SECRET));
      } finally {
        close(calls, file);
      }
    }

    @Override
    boolean mayBeMissing() {
      return true; // kernel.yama.ptrace_scope
    }
  },
  DESCRIPTOR_OF_THE_PARENT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      long process = succeed(calls.call(RefusedCall.PIDFD_OPEN, aim.parent(), 0));
      close(calls, succeed(calls.call(RefusedCall.PIDFD_GETFD, process, 0, 0)));
      close(calls, process);
    }

    @Override
    boolean mayBeMissing() {
      return true; // kernel.yama.ptrace_scope
    }
  },
  COMMAND_LINE_OF_THE_PARENT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Path file = Path.of("/proc", Long.toString(aim.parent()), "cmdline");
      require(Files.readAllBytes(file).length > 0);
    }
  },
  SIGNAL_TO_THE_PARENT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      succeed(calls.call(RefusedCall.KILL, aim.parent(), 0));
    }
  },
  SIGNAL_TO_A_THREAD_OF_THE_PARENT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      succeed(calls.call(SystemCall.TGKILL, aim.parent(), aim.parent(), 0));
    }
  },
  SIGNAL_TO_EVERYBODY {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      succeed(calls.call(RefusedCall.KILL, -1, 0));
    }
  },
  LIMITS_OF_THE_PARENT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      try (Arena arena = Arena.ofConfined()) {
        succeed(
            calls.call(
                SystemCall.PRLIMIT64, aim.parent(), 7, 0, arena.allocate(JAVA_LONG, 2).address()));
      }
    }
  },
  PROCESSOR_OF_THE_PARENT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      int setAffinity = calls.architecture() == Architecture.X86_64 ? 203 : 122;
      int getAffinity = SystemCall.SCHED_GETAFFINITY.number(calls.architecture());
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment mask = arena.allocate(128, 8);
        long bytes = succeed(calls.callNumber(getAffinity, 0, 128, mask.address()));
        succeed(calls.callNumber(setAffinity, aim.parent(), bytes, mask.address()));
      }
    }
  },
  /** Types into the terminal that is the attacker's standard input. */
  INPUT_INTO_THE_TERMINAL {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      int takeTerminal = 0x540E;
      int typeIn = 0x5412;
      calls.call(SystemCall.SETSID);
      calls.call(SystemCall.IOCTL, 0, takeTerminal, 0);
      try (Arena arena = Arena.ofConfined()) {
        succeed(calls.call(SystemCall.IOCTL, 0, typeIn, arena.allocateFrom("x").address()));
      }
    }

    @Override
    boolean mayBeMissing() {
      return true; // dev.tty.legacy_tiocsti
    }
  },
  INPUT_INTO_THE_TERMINAL_WITH_A_BIT_THAT_IS_NOT_READ {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      long typeIn = (1L << 32) | 0x5412;
      try (Arena arena = Arena.ofConfined()) {
        succeed(calls.call(SystemCall.IOCTL, 0, typeIn, arena.allocateFrom("x").address()));
      }
    }

    @Override
    boolean mayBeMissing() {
      return true; // dev.tty.legacy_tiocsti
    }
  },
  HOME_FOLDER {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      try (var files = Files.list(aim.home())) {
        require(files.findAny().isPresent());
      }
    }
  },
  FILE_OF_THE_PERSON {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      require(Files.readString(aim.secretFile()).equals(SECRET));
    }
  },
  FILE_BY_A_WAY_ROUND {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Path round = aim.own().resolve("../home/secret.txt");
      require(Files.readString(round).equals(SECRET));
    }
  },
  FILE_BY_THE_ROOT_OF_THE_PROCESS {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Path round = Path.of("/proc/self/root" + aim.secretFile().toAbsolutePath());
      require(Files.readString(round).equals(SECRET));
    }
  },
  FILE_BY_A_SYMBOLIC_LINK_OF_SOMEBODY_ELSE {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      require(Files.readString(aim.own().resolve("link-made-before")).equals(SECRET));
    }
  },
  SYMBOLIC_LINK {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Path link = aim.own().resolve("link");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, aim.secretFile());
      require(Files.readString(link).equals(SECRET));
    }
  },
  HARD_LINK {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Path link = aim.own().resolve("hard-link");
      Files.deleteIfExists(link);
      Files.createLink(link, aim.secretFile());
      require(Files.readString(link).equals(SECRET));
    }
  },
  HARD_LINK_OUT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Path link = aim.home().resolve("hard-link-out");
      Files.deleteIfExists(link);
      Files.createLink(link, Files.writeString(aim.own().resolve("loot"), "loot"));
    }
  },
  NEW_FILE_OUTSIDE {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Files.writeString(aim.home().resolve("left-behind"), "loot");
    }
  },
  TEMPORARY_FILE {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Files.delete(Files.createTempFile(Path.of("/tmp"), "sotto-attack", null));
    }
  },
  SHARED_MEMORY_FILE {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Files.delete(Files.createTempFile(Path.of("/dev/shm"), "sotto-attack", null));
    }

    @Override
    boolean mayBeMissing() {
      return true;
    }
  },
  MEMORY_FILE {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      try (Arena arena = Arena.ofConfined()) {
        close(
            calls,
            succeed(calls.call(RefusedCall.MEMFD_CREATE, arena.allocateFrom("loot").address(), 0)));
      }
    }
  },
  OVERWRITTEN_FILE {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Files.writeString(aim.home().resolve("overwritten.txt"), "changed");
    }
  },
  FILE_CUT_OFF_BY_NAME {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      try (Arena arena = Arena.ofConfined()) {
        String file = aim.home().resolve("overwritten.txt").toString();
        succeed(calls.call(RefusedCall.TRUNCATE, arena.allocateFrom(file).address(), 0));
      }
    }
  },
  DELETED_FILE {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Files.delete(aim.home().resolve("deleted.txt"));
    }
  },
  FILE_MOVED_OUT {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Files.move(
          Files.writeString(aim.own().resolve("loot-to-move"), "loot"),
          aim.home().resolve("moved-out"),
          StandardCopyOption.ATOMIC_MOVE);
    }
  },
  MODE_OF_A_FILE {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Files.setPosixFilePermissions(
          aim.home().resolve("overwritten.txt"), PosixFilePermissions.fromString("rw-rw-rw-"));
    }
  },
  TIME_OF_A_FILE {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      Files.setLastModifiedTime(aim.home().resolve("overwritten.txt"), FileTime.fromMillis(0));
    }
  },
  WATCHING_A_FOLDER {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) {
      close(calls, succeed(calls.call(RefusedCall.INOTIFY_INIT1, 0)));
    }
  },
  PROGRAM_OF_THE_SYSTEM {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws Exception {
      require(new ProcessBuilder("/bin/sh", "-c", "exit 7").start().waitFor() == 7);
    }
  },
  PROGRAM_OF_ITS_OWN {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws Throwable {
      Path script = Files.writeString(aim.own().resolve("program"), "#!/bin/sh\nexit 7\n");
      long file = succeed(calls.open(script.toString(), LinuxCalls.O_RDONLY));
      succeed(calls.call(SystemCall.FCHMOD, file, 0755));
      close(calls, file);
      require(start(calls, script) > 0);
    }
  },
  PROCESS_WITHOUT_A_PROGRAM {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws Throwable {
      require(MachineCode.processThatEndsAtOnce(calls).call() > 0);
    }
  },
  OWNER_OF_SIGNALS {
    @Override
    void run(LinuxCalls calls, AttackedSurroundings aim) throws IOException {
      int setOwner = 8;
      long file = succeed(calls.open("/dev/null", LinuxCalls.O_RDONLY));
      succeed(calls.call(SystemCall.FCNTL, file, setOwner, aim.parent()));
      close(calls, file);
    }
  };

  /** Carries the attack out. Throws unless it succeeds. */
  abstract void run(LinuxCalls calls, AttackedSurroundings aim) throws Throwable;

  /** Returns whether it is what a process may do that is allowed to connect to hosts. */
  boolean isNetwork() {
    return false;
  }

  /** Returns whether a system may lack what the attack takes, so that it fails unconfined too. */
  boolean mayBeMissing() {
    return false;
  }

  /**
   * Returns how it reads that the kernel has refused, so that a slip of the attack is told apart.
   */
  Pattern refusal() {
    return switch (this) {
      case CALL_OF_X32_PROGRAMS -> Pattern.compile("no loot");
      case NATIVE_CONNECT_BY_THE_C_LIBRARY -> Pattern.compile("got no socket");
      case JAVA_CONNECTION, QUESTION_TO_A_NAME_SERVER, UNIX_CONNECTION, LISTENING_SOCKET ->
          Pattern.compile(
              "ExceptionInInitializerError|Could not initialize class sun.nio.ch"
                  + "|Operation not permitted|Permission denied");
      default ->
          Pattern.compile("EPERM|EACCES|AccessDenied|Operation not permitted|Permission denied");
    };
  }

  private static long succeed(long answer) {
    if (answer < 0) {
      throw new FailedAttack(Errno.name(answer));
    }
    return answer;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new FailedAttack("no loot");
    }
  }

  /** Starts a program by the C library alone and returns its process id. */
  private static int start(LinuxCalls calls, Path program) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment path = arena.allocateFrom(program.toString());
      MemorySegment arguments = arena.allocate(ADDRESS, 2);
      arguments.setAtIndex(ADDRESS, 0, path);
      MemorySegment environment = arena.allocate(ADDRESS, 1);
      int error =
          calls.callLibrary(
              calls.libraryFunction("posix_spawn"),
              pid.address(),
              path.address(),
              0,
              0,
              arguments.address(),
              environment.address());
      succeed(-error);
      return pid.get(JAVA_INT, 0);
    }
  }

  private static String text(MemorySegment segment) {
    return new String(segment.toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private static void close(LinuxCalls calls, long descriptor) {
    calls.close((int) descriptor);
  }

  /** Says why an attack failed. */
  static final class FailedAttack extends RuntimeException {
    FailedAttack(String reason) {
      super(reason);
    }
  }
}
