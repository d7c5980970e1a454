package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A call of posix_spawn(3), prepared so that making it takes no more than the call: the thread that
 * makes it can't open files any more.
 *
 * <p>The child leads a session of its own without a terminal, has every signal at its default and
 * none blocked, and no descriptor but the standard ones.
 */
final class Spawn implements AutoCloseable {
  /**
   * More than posix_spawnattr_t and posix_spawn_file_actions_t of any known C library (336, 80).
   */
  private static final long ROOM = 1024;

  private static final long SIGNAL_SET_BYTES = 128;
  private static final int SETSIGDEF = 0x04;
  private static final int SETSIGMASK = 0x08;
  private static final int SETSID = 0x80;
  private final Arena arena = Arena.ofShared();
  private final LinuxCalls calls;
  private final MemorySegment spawn;
  private final MemorySegment pid;
  private final MemorySegment program;
  private final MemorySegment actions;
  private final MemorySegment attributes;
  private final MemorySegment arguments;
  private final MemorySegment environment;

  Spawn(LinuxCalls calls, ConfinedCommand command, ChildStreams streams) {
    this.calls = calls;
    try {
      spawn = calls.libraryFunction("posix_spawn");
      pid = arena.allocate(JAVA_INT);
      program = arena.allocateFrom(command.arguments().getFirst());
      arguments = strings(command.arguments());
      environment =
          strings(
              command.environment().entrySet().stream()
                  .map(variable -> variable.getKey() + "=" + variable.getValue())
                  .toList());
      attributes = arena.allocate(ROOM, 16);
      actions = arena.allocate(ROOM, 16);
      setAttributes();
      setActions(command, streams);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private void setAttributes() {
    prepare("posix_spawnattr_init", attributes);
    prepare("posix_spawnattr_setflags", attributes, SETSIGDEF | SETSIGMASK | SETSID);
    MemorySegment every = arena.allocate(SIGNAL_SET_BYTES, 8).fill((byte) -1);
    MemorySegment none = arena.allocate(SIGNAL_SET_BYTES, 8);
    prepare("posix_spawnattr_setsigdefault", attributes, every.address());
    prepare("posix_spawnattr_setsigmask", attributes, none.address());
  }

  private void setActions(ConfinedCommand command, ChildStreams streams) {
    prepare("posix_spawn_file_actions_init", actions);
    prepare(
        "posix_spawn_file_actions_addchdir_np",
        actions,
        text(command.folder().toAbsolutePath().toString()));
    addStream(0, command.input(), streams);
    addStream(1, command.output(), streams);
    addStream(2, command.error(), streams);
    prepare("posix_spawn_file_actions_addclosefrom_np", actions, 3);
  }

  private void addStream(int descriptor, StandardStream stream, ChildStreams streams) {
    switch (stream) {
      case EMPTY ->
          prepare(
              "posix_spawn_file_actions_addopen",
              actions,
              descriptor,
              text("/dev/null"),
              descriptor == 0 ? LinuxCalls.O_RDONLY : LinuxCalls.O_WRONLY,
              0);
      case INHERITED ->
          prepare("posix_spawn_file_actions_adddup2", actions, descriptor, descriptor);
      case PIPED ->
          prepare(
              "posix_spawn_file_actions_adddup2",
              actions,
              streams.endOfChild(descriptor),
              descriptor);
    }
  }

  /** Starts the program on this thread and under its restrictions; the process id or the error. */
  long start() {
    int error =
        calls.callLibrary(
            spawn,
            pid.address(),
            program.address(),
            actions.address(),
            attributes.address(),
            arguments.address(),
            environment.address());
    return error == 0 ? pid.get(JAVA_INT, 0) : -error;
  }

  private MemorySegment strings(List<String> texts) {
    MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }

  private long text(String text) {
    return arena.allocateFrom(text).address();
  }

  private void prepare(String function, MemorySegment what, long... more) {
    long[] all = new long[more.length + 1];
    all[0] = what.address();
    System.arraycopy(more, 0, all, 1, more.length);
    int error = calls.callLibrary(calls.libraryFunction(function), all);
    if (error != 0) {
      throw new ConfinementUnavailableException(
          "The start of a program was to be prepared (%s) and the C library answered %s"
              .formatted(function, Errno.name(-error)),
          ConfinementSupport.ofThisSystem());
    }
  }

  @Override
  public void close() {
    prepare("posix_spawn_file_actions_destroy", actions);
    prepare("posix_spawnattr_destroy", attributes);
    arena.close();
  }
}
