package dev.sotto.application.importer;

import dev.sotto.importing.process.FromImporter;
import dev.sotto.importing.process.ImporterConnection;
import dev.sotto.importing.process.ImporterProcesses;
import dev.sotto.importing.process.ImporterProtocol;
import dev.sotto.importing.process.ToImporter;
import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;

/**
 * Reaches processes that read files through two named pipes each, in a folder of its own that only
 * its owner can enter. The pipes have no name any more once both ends have greeted.
 */
public final class PipedImporters implements ImporterProcesses {
  private final ImporterStart start;
  private final PipeFolders pipes;
  private final ChannelLimits limits;
  private final SecureRandom random;
  private final ThreadFactory threads;

  /**
   * Creates the port.
   *
   * @param start starts the processes
   * @param pipes makes the pipes' folders
   * @param limits how much waits in a channel and how long
   * @param random for tokens and greetings
   * @param threads makes the channels' threads; they should be daemons
   */
  public PipedImporters(
      ImporterStart start,
      PipeFolders pipes,
      ChannelLimits limits,
      SecureRandom random,
      ThreadFactory threads) {
    this.start = start;
    this.pipes = pipes;
    this.limits = limits;
    this.random = random;
    this.threads = threads;
  }

  @Override
  public ImporterConnection start(List<Path> readable) throws IOException {
    Path folder = pipes.make();
    Path toProcess = folder.resolve(PipeFolders.TO_PROCESS);
    Path fromProcess = folder.resolve(PipeFolders.FROM_PROCESS);
    try {
      return connected(readable, folder, toProcess, fromProcess);
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
  private ImporterConnection connected(
      List<Path> readable, Path folder, Path toProcess, Path fromProcess) throws IOException {
    try (FileChannel holdsTo = bothEnds(toProcess);
        FileChannel holdsFrom = bothEnds(fromProcess)) {
      FileChannel in = FileChannel.open(fromProcess, StandardOpenOption.READ);
      FileChannel out = FileChannel.open(toProcess, StandardOpenOption.WRITE);
      ChannelToken token = ChannelToken.random(random);
      RunningImporter process;
      try {
        process =
            start.start(
                readable,
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
        return new Connection(
            MessageChannel.open(
                Channels.newInputStream(in),
                Channels.newOutputStream(out),
                ImporterProtocol.VAULT,
                token,
                random,
                limits,
                threads),
            process);
      } catch (EOFException e) {
        process.end();
        throw new IOException(
            "The process that reads files ended before it had greeted"
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

  private record Connection(
      MessageChannel<ToImporter, FromImporter> channel, RunningImporter process)
      implements ImporterConnection {
    @Override
    public OptionalInt exitStatus() {
      return process.exitStatus();
    }

    @Override
    public void close() {
      process.end();
      channel.close();
    }
  }

  @Override
  public String toString() {
    return "PipedImporters[" + start + "]";
  }
}
