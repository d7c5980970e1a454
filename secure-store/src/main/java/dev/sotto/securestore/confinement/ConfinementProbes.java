package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.sotto.securestore.confinement.ProbeResult.Outcome;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Tries from inside a process what it must not be able to do, and takes down what the kernel
 * answers. Nothing is concluded from what was set up before.
 *
 * <p>An attempt that succeeds is undone: what was opened is closed, a file that could be created is
 * deleted, a program that could be started is {@code /bin/true}. Nothing is sent anywhere. Calls
 * that would do harm are made with arguments that mean nothing: the kernel's own answer to those is
 * another than the filter's, so that it shows whether the call arrived.
 */
public final class ConfinementProbes {
  private static final int FIRST_UNKNOWN_FAMILY = 64;
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int[] SOCKET_TYPES = {1, 2, 3}; // SOCK_STREAM, SOCK_DGRAM, SOCK_RAW
  private static final int PTRACE_PEEKDATA = 2;
  private static final int TIOCSTI = 0x5412;
  private static final int CLONE_NEWUSER = 0x10000000;

  private final Path home;
  private final Path outside;

  /**
   * @param home the person's home folder
   * @param outside a folder that the process must not write to and that it could write to if it
   *     weren't confined, such as the folder of temporary files
   */
  public ConfinementProbes(Path home, Path outside) {
    this.home = home;
    this.outside = outside;
  }

  /** Makes all probes; takes some milliseconds. A process measures after it has sealed itself. */
  public ConfinementReport measure() {
    ConfinementSupport support = ConfinementSupport.ofThisSystem();
    return new ConfinementReport(support, LinuxCalls.find().map(this::measure).orElseGet(List::of));
  }

  private List<ProbeResult> measure(LinuxCalls calls) {
    List<ProbeResult> results = new ArrayList<>();
    for (ConfinementProbe probe : ConfinementProbe.values()) {
      boolean socketsPossible =
          results.stream()
              .anyMatch(result ->
                  result.probe().compareTo(ConfinementProbe.JAVA_DATAGRAM) <= 0
                      && result.outcome() == Outcome.POSSIBLE);
      results.add(measure(calls, probe, socketsPossible));
    }
    return results;
  }

  private ProbeResult measure(LinuxCalls calls, ConfinementProbe probe, boolean socketsPossible) {
    long parent = calls.call(SystemCall.GETPPID);
    return switch (probe) {
      case INTERNET_SOCKETS -> sockets(calls, probe, AF_INET, AF_INET6);
      case UNIX_SOCKETS -> sockets(calls, probe, AF_UNIX);
      case OTHER_SOCKETS ->
          sockets(
              calls,
              probe,
              IntStream.range(0, FIRST_UNKNOWN_FAMILY)
                  .filter(family -> family != AF_UNIX && family != AF_INET && family != AF_INET6)
                  .toArray());
      case SOCKET_PAIR -> socketPair(calls);
      case JAVA_CONNECTION -> NetworkProbes.connection();
      case JAVA_DATAGRAM -> NetworkProbes.datagram();
      case NAME_RESOLUTION -> NetworkProbes.nameResolution(socketsPossible);
      case IO_URING -> arrived(probe, calls.call(RefusedCall.IO_URING_SETUP, 1, 0));
      case HOME_FOLDER -> homeFolder();
      case OUTSIDE_FILE -> outsideFile();
      case PROGRAM -> program(calls);
      case EXECUTE -> execute(calls);
      case PARENT_TRACE -> arrived(probe, calls.call(RefusedCall.PTRACE, PTRACE_PEEKDATA, parent));
      case PARENT_MEMORY -> arrived(probe, calls.call(RefusedCall.PROCESS_VM_READV, parent));
      case PARENT_MEMORY_FILE ->
          opened(calls, probe, calls.open("/proc/" + parent + "/mem", LinuxCalls.O_CLOEXEC));
      case PARENT_DESCRIPTORS ->
          opened(calls, probe, calls.call(RefusedCall.PIDFD_OPEN, parent, 0));
      case PARENT_SIGNAL -> arrived(probe, calls.call(RefusedCall.KILL, parent, 0));
      case PARENT_THREAD_SIGNAL -> arrived(probe, calls.call(SystemCall.TGKILL, parent, parent, 0));
      case TERMINAL_INPUT -> arrived(probe, calls.call(SystemCall.IOCTL, -1, TIOCSTI, 0));
      case TERMINAL_INPUT_LONG ->
          arrived(probe, calls.call(SystemCall.IOCTL, -1, (1L << 32) | TIOCSTI, 0));
      case NAMESPACES -> arrived(probe, calls.call(RefusedCall.UNSHARE, CLONE_NEWUSER | 1));
      case MOUNT -> arrived(probe, calls.call(RefusedCall.MOUNT, 0, 0, 0, 0, 0));
      case PERFORMANCE_EVENTS -> arrived(probe, calls.call(RefusedCall.PERF_EVENT_OPEN, 0));
      case KERNEL_PROGRAMS -> arrived(probe, calls.call(RefusedCall.BPF, -1, 0, 0));
      case PAGE_FAULTS -> arrived(probe, calls.call(RefusedCall.USERFAULTFD, -1));
      case KERNEL_KEYS -> arrived(probe, calls.call(RefusedCall.KEYCTL, -1));
      case LINKS -> links(calls);
      case X32_CALLS -> x32(calls);
    };
  }

  private static ProbeResult sockets(LinuxCalls calls, ConfinementProbe probe, int... families) {
    Set<Integer> possible = new TreeSet<>();
    Set<String> answers = new TreeSet<>();
    for (int family : families) {
      for (int type : SOCKET_TYPES) {
        long answer = calls.call(SystemCall.SOCKET, family, type, 0);
        if (answer >= 0) {
          calls.close((int) answer);
          possible.add(family);
        } else if (!isRefusal(answer)) {
          answers.add(Errno.name(answer));
        }
      }
    }
    if (!possible.isEmpty()) {
      return new ProbeResult(probe, Outcome.POSSIBLE, "families " + possible);
    }
    return answers.isEmpty()
        ? new ProbeResult(probe, Outcome.REFUSED, Errno.EPERM.name())
        : new ProbeResult(probe, Outcome.POSSIBLE, "asked further: " + answers);
  }

  private static ProbeResult socketPair(LinuxCalls calls) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      long answer = calls.call(SystemCall.SOCKETPAIR, AF_UNIX, 1, 0, pair.address());
      if (answer == 0) {
        calls.close(pair.getAtIndex(JAVA_INT, 0));
        calls.close(pair.getAtIndex(JAVA_INT, 1));
      }
      return arrived(ConfinementProbe.SOCKET_PAIR, answer);
    }
  }

  private ProbeResult homeFolder() {
    Path folder = Files.isDirectory(home) ? home : Path.of("/");
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return new ProbeResult(
          ConfinementProbe.HOME_FOLDER,
          Outcome.POSSIBLE,
          entries.iterator().hasNext() ? "listed" : "listed, empty");
    } catch (IOException e) {
      return ofFile(ConfinementProbe.HOME_FOLDER, e);
    }
  }

  private ProbeResult outsideFile() {
    Path file = outside.resolve("sotto-probe-" + UUID.randomUUID());
    try {
      Files.createFile(file);
      Files.delete(file);
      return new ProbeResult(ConfinementProbe.OUTSIDE_FILE, Outcome.POSSIBLE, "created");
    } catch (IOException e) {
      return ofFile(ConfinementProbe.OUTSIDE_FILE, e);
    }
  }

  private static ProbeResult ofFile(ConfinementProbe probe, IOException e) {
    return switch (e) {
      case AccessDeniedException refused ->
          new ProbeResult(probe, Outcome.REFUSED, Errno.EACCES.name());
      case NoSuchFileException missing ->
          new ProbeResult(probe, Outcome.NOT_AVAILABLE, Errno.ENOENT.name());
      case FileSystemException other ->
          new ProbeResult(probe, Outcome.POSSIBLE, String.valueOf(other.getReason()));
      default -> new ProbeResult(probe, Outcome.POSSIBLE, e.getClass().getSimpleName());
    };
  }

  private static ProbeResult program(LinuxCalls calls) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment path = arena.allocateFrom("/bin/true");
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
      if (error == 0) {
        calls.call(SystemCall.WAIT4, pid.get(JAVA_INT, 0), 0, 0, 0);
      }
      return arrived(ConfinementProbe.PROGRAM, -error);
    }
  }

  private static ProbeResult execute(LinuxCalls calls) {
    try (Arena arena = Arena.ofConfined()) {
      return arrived(
          ConfinementProbe.EXECUTE,
          calls.call(SystemCall.EXECVE, arena.allocateFrom("").address(), 0, 0));
    }
  }

  private static ProbeResult links(LinuxCalls calls) {
    try (Arena arena = Arena.ofConfined()) {
      long empty = arena.allocateFrom("").address();
      return arrived(
          ConfinementProbe.LINKS,
          calls.call(RefusedCall.SYMLINKAT, empty, LinuxCalls.AT_FDCWD, empty));
    }
  }

  private static ProbeResult x32(LinuxCalls calls) {
    if (calls.architecture() != Architecture.X86_64) {
      return new ProbeResult(
          ConfinementProbe.X32_CALLS, Outcome.NOT_AVAILABLE, "not on this architecture");
    }
    long answer =
        calls.callNumber(
            SystemCall.GETPID.number(Architecture.X86_64) | (long) Architecture.X32_BIT);
    return Errno.ENOSYS.is(answer)
        ? new ProbeResult(ConfinementProbe.X32_CALLS, Outcome.NOT_AVAILABLE, Errno.name(answer))
        : arrived(ConfinementProbe.X32_CALLS, answer);
  }

  private static ProbeResult opened(LinuxCalls calls, ConfinementProbe probe, long answer) {
    if (answer >= 0) {
      calls.close((int) answer);
      return new ProbeResult(probe, Outcome.POSSIBLE, "opened");
    }
    return arrived(probe, answer);
  }

  private static ProbeResult arrived(ConfinementProbe probe, long answer) {
    return isRefusal(answer)
        ? new ProbeResult(probe, Outcome.REFUSED, Errno.name(answer))
        : new ProbeResult(
            probe,
            Outcome.POSSIBLE,
            answer >= 0 ? "the kernel did it" : "asked further: " + Errno.name(answer));
  }

  private static boolean isRefusal(long answer) {
    return Errno.EPERM.is(answer) || Errno.EACCES.is(answer);
  }
}
