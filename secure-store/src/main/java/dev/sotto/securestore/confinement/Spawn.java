package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
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
  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;
  private static final FunctionDescriptor OF_ONE_ADDRESS = FunctionDescriptor.of(JAVA_INT, ADDRESS);

  private final Arena arena = Arena.ofShared();
  private final LinuxCalls calls;
  private final MethodHandle spawn;
  private final MemorySegment pid;
  private final MemorySegment program;
  private final MemorySegment actions;
  private final MemorySegment attributes;
  private final MemorySegment arguments;
  private final MemorySegment environment;

  Spawn(LinuxCalls calls, ConfinedCommand command, ChildStreams streams) {
    this.calls = calls;
    try {
      spawn =
          function(
              "posix_spawn",
              FunctionDescriptor.of(
                  JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
      pid = arena.allocate(JAVA_INT);
      program = arena.allocateFrom(command.arguments().getFirst());
      arguments = strings(command.arguments());
      environment =
          strings(
              command.environment().entrySet().stream()
                  .map(variable -> variable.getKey() + "=" + variable.getValue())
                  .toList());
      attributes = attributes();
      actions = actions(command, streams);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private MemorySegment attributes() {
    MemorySegment made = arena.allocate(ROOM, 16);
    FunctionDescriptor ofTwoAddresses = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
    invoke(function("posix_spawnattr_init", OF_ONE_ADDRESS), made);
    MethodHandle setFlags =
        function("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    try {
      succeeded((int) setFlags.invokeExact(made, (short) (SETSIGDEF | SETSIGMASK | SETSID)));
      MemorySegment every = arena.allocate(SIGNAL_SET_BYTES, 8).fill((byte) -1);
      MemorySegment none = arena.allocate(SIGNAL_SET_BYTES, 8);
      succeeded(
          (int) function("posix_spawnattr_setsigdefault", ofTwoAddresses).invokeExact(made, every));
      succeeded(
          (int) function("posix_spawnattr_setsigmask", ofTwoAddresses).invokeExact(made, none));
    } catch (Throwable e) {
      throw failure(e);
    }
    return made;
  }

  private MemorySegment actions(ConfinedCommand command, ChildStreams streams) {
    MemorySegment made = arena.allocate(ROOM, 16);
    invoke(function("posix_spawn_file_actions_init", OF_ONE_ADDRESS), made);
    MethodHandle changeFolder =
        function(
            "posix_spawn_file_actions_addchdir_np",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    MethodHandle closeFrom =
        function(
            "posix_spawn_file_actions_addclosefrom_np",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    try {
      succeeded(
          (int)
              changeFolder.invokeExact(
                  made, arena.allocateFrom(command.folder().toAbsolutePath().toString())));
      add(made, 0, command.input(), streams);
      add(made, 1, command.output(), streams);
      add(made, 2, command.error(), streams);
      succeeded((int) closeFrom.invokeExact(made, 3));
    } catch (Throwable e) {
      throw failure(e);
    }
    return made;
  }

  private void add(MemorySegment made, int descriptor, StandardStream stream, ChildStreams streams)
      throws Throwable {
    if (stream == StandardStream.EMPTY) {
      MethodHandle open =
          function(
              "posix_spawn_file_actions_addopen",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
      succeeded(
          (int)
              open.invokeExact(
                  made,
                  descriptor,
                  arena.allocateFrom("/dev/null"),
                  descriptor == 0 ? LinuxCalls.O_RDONLY : LinuxCalls.O_WRONLY,
                  0));
    } else {
      MethodHandle duplicate =
          function(
              "posix_spawn_file_actions_adddup2",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
      int from = stream == StandardStream.PIPED ? streams.endOfChild(descriptor) : descriptor;
      succeeded((int) duplicate.invokeExact(made, from, descriptor));
    }
  }

  /** Starts the program on this thread and under its restrictions; the process id or the error. */
  long start() {
    try {
      int error =
          (int) spawn.invokeExact(pid, program, actions, attributes, arguments, environment);
      return error == 0 ? pid.get(JAVA_INT, 0) : -error;
    } catch (Throwable e) {
      throw LinuxCalls.unexpected(e);
    }
  }

  private MemorySegment strings(List<String> texts) {
    MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }

  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    return calls
        .function(name, descriptor)
        .orElseThrow(() ->
            new ConfinementUnavailableException(
                "The C library has no %s; it is there in glibc 2.34 and newer".formatted(name),
                ConfinementSupport.ofThisSystem()));
  }

  private static void invoke(MethodHandle function, MemorySegment argument) {
    try {
      succeeded((int) function.invokeExact(argument));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  private static void succeeded(int error) {
    if (error != 0) {
      throw new ConfinementUnavailableException(
          "The C library could not prepare the start of a program: " + Errno.name(-error),
          ConfinementSupport.ofThisSystem());
    }
  }

  private static RuntimeException failure(Throwable e) {
    if (e instanceof RuntimeException refusal) {
      return refusal;
    }
    throw LinuxCalls.unexpected(e);
  }

  @Override
  public void close() {
    invoke(function("posix_spawn_file_actions_destroy", OF_ONE_ADDRESS), actions);
    invoke(function("posix_spawnattr_destroy", OF_ONE_ADDRESS), attributes);
    arena.close();
  }
}
