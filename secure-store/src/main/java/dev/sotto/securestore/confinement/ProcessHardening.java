package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What a process does to itself at its start, supervisor, vault and importer alike. On other
 * systems than Linux nothing is done, and {@link #isSupported} says so.
 *
 * <p>This does not protect from root, nor from who can change the program's files.
 */
public final class ProcessHardening {
  private static final int RLIMIT_CORE = 4;
  private static final int STANDARD_ERROR = 2;

  private ProcessHardening() {}

  /** Returns whether the methods here have an effect on this system. */
  public static boolean isSupported() {
    return LinuxCalls.find().isPresent();
  }

  /**
   * Gives up gaining privileges (for this thread and those it starts; for all where a filter
   * follows by {@link #seal}), makes the process one that others of the same person can't trace or
   * read the memory of, and that leaves no core. Executing a program undoes that it is not
   * dumpable, so that each process calls this for itself.
   */
  public static void apply() {
    LinuxCalls.find().ifPresent(ProcessHardening::apply);
  }

  private static void apply(LinuxCalls calls) {
    require("giving up privileges", calls.giveUpPrivileges());
    require(
        "being not dumpable", calls.call(SystemCall.PRCTL, LinuxCalls.PR_SET_DUMPABLE, 0, 0, 0, 0));
    try (Arena arena = Arena.ofConfined()) {
      require(
          "leaving no core",
          calls.call(
              SystemCall.PRLIMIT64,
              0,
              RLIMIT_CORE,
              arena.allocateFrom(JAVA_LONG, 0, 0).address(),
              0));
    }
  }

  /**
   * Has the kernel kill this process when its parent ends, and looks whether that has happened
   * already. Called once at the start, by a thread that lives as long as this is to hold: when that
   * thread has ended, the process outlives its parent. Mostly it is main.
   *
   * @param parent the process id that the parent has told
   * @return whether the parent is still there; where not, the process should end by itself
   */
  public static boolean dieWith(long parent) {
    return LinuxCalls.find()
        .map(calls -> dieWith(calls, parent))
        .orElseGet(
            () -> ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L) == parent);
  }

  private static boolean dieWith(LinuxCalls calls, long parent) {
    require(
        "dying with the parent",
        calls.call(SystemCall.PRCTL, LinuxCalls.PR_SET_PDEATHSIG, LinuxCalls.SIGKILL, 0, 0, 0));
    return calls.call(SystemCall.GETPPID) == parent;
  }

  /**
   * Lets go of what this process was started with: its three standard streams lead nowhere from now
   * on, and it keeps no folder in use. What Java has buffered for them should be written before.
   * Java goes on to take relative paths for those of the folder in which it was started; native
   * code does not.
   *
   * @throws ConfinementUnavailableException if {@code /dev/null} can't be opened
   */
  public static void leaveTerminal() {
    LinuxCalls.find().ifPresent(ProcessHardening::leaveTerminal);
  }

  private static void leaveTerminal(LinuxCalls calls) {
    long nowhere = calls.open("/dev/null", LinuxCalls.O_RDWR | LinuxCalls.O_CLOEXEC);
    require("opening /dev/null", Math.min(nowhere, 0));
    for (int stream = 0; stream <= STANDARD_ERROR; stream++) {
      require(
          "leaving the terminal",
          calls.call(SystemCall.DUP3, nowhere, stream, 0) == stream ? 0 : -Errno.EIO.number());
    }
    calls.close((int) nowhere);
    try (Arena arena = Arena.ofConfined()) {
      require(
          "leaving the working folder",
          calls.call(SystemCall.CHDIR, arena.allocateFrom("/").address()));
    }
  }

  /**
   * Lays a second filter upon all threads of this process: from now on it can't execute a program,
   * start a process, or open a socket. Sockets that listen already go on to be served where the
   * allowance is given. It can't be undone.
   *
   * <p>What has to be initialised with calls that are refused afterwards is used once before: the
   * listening sockets themselves, and Java's network classes where there are any. Compiled code
   * still has to become executable memory, so that this does not forbid making memory executable.
   *
   * @throws ConfinementUnavailableException if the kernel refuses, or this isn't Linux
   */
  public static void seal(Set<Allowance> allowances) {
    LinuxCalls calls = LinuxCalls.get();
    require("giving up privileges", calls.giveUpPrivileges());
    try (Arena arena = Arena.ofConfined()) {
      FilterScope scope =
          FilterScope.sealed(calls.architecture(), allowances, (int) calls.call(SystemCall.GETPID));
      long answer =
          calls.installFilter(
              LinuxCalls.program(arena, SystemCallFilter.of(scope)),
              LinuxCalls.SECCOMP_FILTER_FLAG_TSYNC);
      if (answer > 0) {
        throw new ConfinementUnavailableException(
            "A filter was to be laid upon all threads, and thread %d has another one"
                .formatted(answer),
            ConfinementSupport.ofThisSystem());
      }
      require("laying a filter upon all threads", answer);
    }
  }

  /**
   * Runs a task on a thread of its own that can make no socket, and waits for it; the other threads
   * stay as they are. For code that makes sockets only to see whether there are any, such as Java's
   * network library when it is loaded: it finds none, and so does this process from then on. On
   * other systems than Linux it is an ordinary thread.
   *
   * @throws ConfinementUnavailableException if the kernel refuses; the task did not run then
   */
  public static void withoutSockets(Runnable task) {
    FutureTask<Void> all =
        new FutureTask<>(
            () -> {
              LinuxCalls.find().ifPresent(ProcessHardening::refuseSocketsToThisThread);
              task.run();
            },
            null);
    Thread thread = Thread.ofPlatform().name("without sockets").daemon().start(all);
    try {
      thread.join();
      all.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Waiting for a thread without sockets was interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("A thread without sockets failed", e.getCause());
    }
  }

  private static void refuseSocketsToThisThread(LinuxCalls calls) {
    require("giving up privileges on one thread", calls.giveUpPrivileges());
    try (Arena arena = Arena.ofConfined()) {
      FilterScope scope = FilterScope.base(calls.architecture(), Set.of());
      require(
          "laying a filter upon one thread",
          calls.installFilter(LinuxCalls.program(arena, SystemCallFilter.of(scope)), 0));
    }
  }

  private static void require(String what, long answer) {
    if (answer != 0) {
      throw new ConfinementUnavailableException(
          "A process was hardening itself (%s) and the kernel answered %s"
              .formatted(what, Errno.name(answer)),
          ConfinementSupport.ofThisSystem());
    }
  }
}
