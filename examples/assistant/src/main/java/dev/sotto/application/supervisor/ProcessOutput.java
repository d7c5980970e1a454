package dev.sotto.application.supervisor;

import dev.sotto.application.process.PipeFolders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A process that only tells, and the stream of what it tells, which ends when the process does.
 * Closing ends the process.
 */
record ProcessOutput(SupervisorConnection.Running process, InputStream told)
    implements AutoCloseable {
  private static final String NO_TOKEN = "0".repeat(32);

  /** Starts a process for a task; nothing is said to it. */
  static ProcessOutput of(
      SupervisorConnection supervisor, List<Path> readable, ToSupervisor.Task task)
      throws IOException {
    Path pipes = supervisor.make();
    Path from = pipes.resolve(PipeFolders.FROM_PROCESS);
    FileChannel holds = FileChannel.open(from, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean started = false;
    try {
      FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
      SupervisorConnection.Running process = supervisor.start(readable, pipes, NO_TOKEN, task);
      process.whenEnded(() -> closeQuietly(holds));
      started = true;
      return new ProcessOutput(process, Channels.newInputStream(in));
    } finally {
      if (!started) {
        closeQuietly(holds);
      }
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was written to it.
    }
  }

  @Override
  public void close() {
    process.end();
  }

  @Override
  public String toString() {
    return "ProcessOutput[]";
  }
}
