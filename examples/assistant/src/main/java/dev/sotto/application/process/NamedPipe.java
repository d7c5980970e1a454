package dev.sotto.application.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** Makes named pipes (POSIX, {@code mkfifo(3)}) that only their owner can open. Stateless. */
final class NamedPipe {
  private static final int OWNER_ONLY = 0600;
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private NamedPipe() {}

  /**
   * Makes a pipe; the caller removes it.
   *
   * @throws IOException if the system refuses, or has none
   */
  @SuppressWarnings("restricted") // mkfifo is declared by POSIX with these types.
  static void make(Path path) throws IOException {
    Linker linker = Linker.nativeLinker();
    MemorySegment function =
        linker
            .defaultLookup()
            .find("mkfifo")
            .orElseThrow(() ->
                new IOException("This system has no named pipes, through which processes talk"));
    MethodHandle mkfifo =
        linker.downcallHandle(
            function,
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.captureCallState("errno"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      int result =
          (int) mkfifo.invokeExact(captured, arena.allocateFrom(path.toString()), OWNER_ONLY);
      if (result != 0) {
        throw new IOException(
            "Making a named pipe to another process failed with the system's error "
                + (int) ERRNO.get(captured, 0L));
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("mkfifo throws nothing", e);
    }
  }
}
