package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sotto.securestore.confinement.Confinement.Layer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs that are confined before their first instruction.
 *
 * <p>A thread is made for each child. It gives up privileges, restricts itself by Landlock and a
 * system call filter, starts the program, which inherits all that, and from then on only waits for
 * it. The other threads of this process stay as they are. A process that starts children in this
 * way can't lay a filter upon all its own threads afterwards: the kernel refuses where they differ.
 *
 * <p>The thread lives as long as the child: a death signal that the child has asked for ({@link
 * ProcessHardening#dieWith}) comes when that thread ends, which is when this process does.
 *
 * <p>The limits are laid on the child right after its start by this process, before it has been
 * told anything.
 *
 * <p>Safe for use by several threads.
 */
public final class ConfinedLauncher {
  private static final int RLIMIT_FSIZE = 1;
  private static final int RLIMIT_CORE = 4;
  private static final int RLIMIT_NPROC = 6;
  private static final int RLIMIT_NOFILE = 7;

  private final LinuxCalls calls;
  private final ConfinementSupport support;

  /**
   * @throws ConfinementUnavailableException if this isn't Linux on a known architecture
   */
  public ConfinedLauncher() {
    this(LinuxCalls.get(), ConfinementSupport.ofThisSystem());
  }

  ConfinedLauncher(LinuxCalls calls, ConfinementSupport support) {
    this.calls = calls;
    this.support = support;
  }

  /**
   * Starts a program.
   *
   * @throws ConfinementUnavailableException if the system can't do what the confinement asks for;
   *     nothing runs then
   * @throws IOException if a path of the confinement or the program is not there
   */
  public ConfinedProcess start(ConfinedCommand command, Confinement confinement)
      throws IOException {
    if (!Path.of(command.arguments().getFirst()).isAbsolute()) {
      throw new IllegalArgumentException(
          "A program was to be started by a name; give its absolute path: nothing is searched for");
    }
    requireSupport(confinement);
    try (Landlock files =
        confinement.layers().contains(Layer.FILES) ? Landlock.of(calls, confinement) : null) {
      ChildStreams streams = ChildStreams.open(calls, command);
      try {
        return start(command, confinement, files, streams);
      } catch (IOException | RuntimeException | Error e) {
        streams.close();
        throw e;
      } finally {
        streams.closeEndsOfChild();
      }
    }
  }

  private void requireSupport(Confinement confinement) {
    boolean withoutFilters =
        confinement.layers().contains(Layer.SYSTEM_CALLS) && !support.filters();
    boolean withoutLandlock =
        confinement.layers().contains(Layer.FILES) && support.landlockVersion() == 0;
    if (withoutFilters || withoutLandlock) {
      throw new ConfinementUnavailableException(support);
    }
  }

  private ConfinedProcess start(
      ConfinedCommand command,
      Confinement confinement,
      @Nullable Landlock files,
      ChildStreams streams)
      throws IOException {
    try (Arena arena = Arena.ofShared();
        Spawn spawn = new Spawn(calls, command, streams)) {
      MemorySegment filter =
          confinement.layers().contains(Layer.SYSTEM_CALLS)
              ? LinuxCalls.program(
                  arena,
                  SystemCallFilter.of(
                      FilterScope.base(calls.architecture(), confinement.allowances())))
              : null;
      RestrictedThread starter = new RestrictedThread(calls, files, filter, spawn);
      ChildAttendant attendant = new ChildAttendant(calls, starter);
      long pid = attendant.start();
      if (pid < 0 && starter.lastStep() == RestrictedThread.Step.START) {
        throw new IOException(
            "%s was to be started and the system answered %s"
                .formatted(command.arguments().getFirst(), Errno.name(pid)));
      } else if (pid < 0) {
        throw new ConfinementUnavailableException(
            "A process was to be confined (%s) and the kernel answered %s"
                .formatted(starter.lastStep(), Errno.name(pid)),
            support);
      }
      ConfinedProcess process = new ConfinedProcess((int) pid, streams, attendant);
      limit(process, confinement.limits());
      return process;
    }
  }

  private void limit(ConfinedProcess process, ResourceLimits limits) {
    limit(process, RLIMIT_CORE, 0);
    limit(process, RLIMIT_NOFILE, limits.openFiles());
    limit(process, RLIMIT_FSIZE, limits.fileSizeBytes());
    limit(process, RLIMIT_NPROC, limits.processes());
  }

  private void limit(ConfinedProcess process, int resource, long value) {
    if (value == ResourceLimits.UNLIMITED) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment current = arena.allocate(JAVA_LONG, 2);
      calls.call(SystemCall.PRLIMIT64, process.pid(), resource, 0, current.address());
      long highest = current.getAtIndex(JAVA_LONG, 1);
      long allowed = Long.compareUnsigned(value, highest) < 0 ? value : highest;
      MemorySegment wanted = arena.allocateFrom(JAVA_LONG, allowed, allowed);
      long answer = calls.call(SystemCall.PRLIMIT64, process.pid(), resource, wanted.address(), 0);
      if (answer != 0) {
        process.close();
        throw new ConfinementUnavailableException(
            "A process was to be limited (resource %d) and the kernel answered %s"
                .formatted(resource, Errno.name(answer)),
            support);
      }
    }
  }
}
