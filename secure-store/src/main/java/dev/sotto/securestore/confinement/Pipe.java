package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A pipe between this process and a child. Read and written by system calls: the files under /proc
 * that would lead to it are closed to a process that is not dumpable.
 *
 * <p>A stream is used by one thread at a time. Closing does not wake a thread that reads; the end
 * of the child does.
 */
final class Pipe {
  private static final int BUFFER_BYTES = 8192;

  private final int readEnd;
  private final int writeEnd;

  private Pipe(int readEnd, int writeEnd) {
    this.readEnd = readEnd;
    this.writeEnd = writeEnd;
  }

  static Pipe open(LinuxCalls calls) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      long answer = calls.call(SystemCall.PIPE2, ends.address(), LinuxCalls.O_CLOEXEC);
      if (answer != 0) {
        throw new IOException("A pipe was to be opened and failed: " + Errno.name(answer));
      }
      return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
    }
  }

  int readEnd() {
    return readEnd;
  }

  int writeEnd() {
    return writeEnd;
  }

  /** Reads from a descriptor, which the stream owns. */
  static final class Input extends InputStream {
    private final LinuxCalls calls;
    private final int descriptor;
    private final AtomicBoolean closed = new AtomicBoolean();

    Input(LinuxCalls calls, int descriptor) {
      this.calls = calls;
      this.descriptor = descriptor;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (length == 0) {
        return 0;
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment buffer = arena.allocate(Math.min(length, BUFFER_BYTES));
        long count;
        do {
          if (closed.get()) {
            throw new IOException("The pipe of a process was read after it had been closed");
          }
          count = calls.call(SystemCall.READ, descriptor, buffer.address(), buffer.byteSize());
        } while (Errno.EINTR.is(count));
        if (count < 0) {
          throw new IOException("The pipe of a process can't be read: " + Errno.name(count));
        }
        MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, offset, (int) count);
        return count == 0 ? -1 : (int) count;
      }
    }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        calls.close(descriptor);
      }
    }
  }

  /** Writes to a descriptor, which the stream owns. */
  static final class Output extends OutputStream {
    private final LinuxCalls calls;
    private final int descriptor;
    private final AtomicBoolean closed = new AtomicBoolean();

    Output(LinuxCalls calls, int descriptor) {
      this.calls = calls;
      this.descriptor = descriptor;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment buffer = arena.allocate(Math.clamp(length, 1, BUFFER_BYTES));
        int written = 0;
        while (written < length) {
          if (closed.get()) {
            throw new IOException("The pipe of a process was written after it had been closed");
          }
          int part = Math.min(length - written, BUFFER_BYTES);
          MemorySegment.copy(bytes, offset + written, buffer, JAVA_BYTE, 0, part);
          long count = calls.call(SystemCall.WRITE, descriptor, buffer.address(), part);
          if (count < 0 && !Errno.EINTR.is(count)) {
            throw new IOException("The pipe of a process can't be written: " + Errno.name(count));
          }
          written += (int) Math.max(0, count);
        }
      }
    }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        calls.close(descriptor);
      }
    }
  }
}
