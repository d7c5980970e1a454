package dev.sotto.application.process;

import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.Protocol;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * A process that was started and is talked with through two named pipes, in a folder of its own
 * that only its owner can enter. The pipes have no name any more once both ends have greeted.
 * Closing ends the process.
 *
 * @param channel to the process
 * @param process the process
 * @param <S> what is said to it
 * @param <R> what it says
 */
public record PipedProcess<S, R>(MessageChannel<S, R> channel, RunningProcess process)
    implements AutoCloseable {
  /** Starts a process that will open the pipes. */
  @FunctionalInterface
  public interface Start {
    /**
     * Starts the process.
     *
     * @param pipes the folder of its pipes
     * @param arguments the pipe it reads and the pipe it writes
     * @param token what stands in the first line of its standard input
     */
    RunningProcess start(Path pipes, List<String> arguments, String token) throws IOException;
  }

  /** Makes pipes and talks through them. */
  public static final class Opener {
    private final PipeFolders pipes;
    private final ChannelLimits limits;
    private final SecureRandom random;
    private final ThreadFactory threads;

    /**
     * Creates an opener.
     *
     * @param pipes makes the pipes' folders
     * @param limits how much waits in a channel and how long
     * @param random for tokens and greetings
     * @param threads makes the channels' threads; they should be daemons
     */
    public Opener(
        PipeFolders pipes, ChannelLimits limits, SecureRandom random, ThreadFactory threads) {
      this.pipes = pipes;
      this.limits = limits;
      this.random = random;
      this.threads = threads;
    }

    /**
     * Starts a process and waits until it has greeted.
     *
     * @param what the process is, as the subject of a sentence about it
     */
    public <S, R> PipedProcess<S, R> open(Protocol<S, R> protocol, Start start, String what)
        throws IOException {
      Path folder = pipes.make();
      Path toProcess = folder.resolve(PipeFolders.TO_PROCESS);
      Path fromProcess = folder.resolve(PipeFolders.FROM_PROCESS);
      try {
        return connected(protocol, start, what, folder);
      } finally {
        Files.deleteIfExists(toProcess);
        Files.deleteIfExists(fromProcess);
        Files.deleteIfExists(folder);
      }
    }

    /**
     * Opens the pipes. Opening one waits for somebody at its other end, so this process holds both
     * ends of both until the other process has greeted, or has died.
     */
    private <S, R> PipedProcess<S, R> connected(
        Protocol<S, R> protocol, Start start, String what, Path folder) throws IOException {
      Path toProcess = folder.resolve(PipeFolders.TO_PROCESS);
      Path fromProcess = folder.resolve(PipeFolders.FROM_PROCESS);
      try (FileChannel holdsTo = bothEnds(toProcess);
          FileChannel holdsFrom = bothEnds(fromProcess)) {
        FileChannel in = FileChannel.open(fromProcess, StandardOpenOption.READ);
        FileChannel out = FileChannel.open(toProcess, StandardOpenOption.WRITE);
        ChannelToken token = ChannelToken.random(random);
        RunningProcess process;
        try {
          process =
              start.start(
                  folder,
                  List.of(toProcess.toString(), fromProcess.toString()),
                  token.hexadecimal());
        } catch (IOException | RuntimeException e) {
          in.close();
          out.close();
          throw e;
        }
        process.whenEnded(() -> closeQuietly(holdsTo, holdsFrom));
        try {
          return new PipedProcess<>(
              MessageChannel.open(
                  Channels.newInputStream(in),
                  Channels.newOutputStream(out),
                  protocol,
                  token,
                  random,
                  limits,
                  threads),
              process);
        } catch (EOFException e) {
          process.end();
          throw new IOException(
              what
                  + " ended before it had greeted"
                  + (process.exitStatus().isPresent()
                      ? ", with status " + process.exitStatus().getAsInt()
                      : "")
                  + ". Try it again; if it happens again, check that there is free memory.",
              e);
        } catch (IOException | RuntimeException e) {
          process.end();
          throw e;
        }
      }
    }

    private static FileChannel bothEnds(Path pipe) throws IOException {
      return FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void closeQuietly(FileChannel... channels) {
      for (FileChannel channel : channels) {
        try {
          channel.close();
        } catch (IOException e) {
          // Nothing was written to it.
        }
      }
    }

    @Override
    public String toString() {
      return "Opener[" + pipes + "]";
    }
  }

  @Override
  public void close() {
    process.end();
    channel.close();
  }

  @Override
  public String toString() {
    return "PipedProcess[" + channel + "]";
  }
}
