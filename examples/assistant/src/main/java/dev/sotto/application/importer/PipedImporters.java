package dev.sotto.application.importer;

import dev.sotto.application.process.PipeFolders;
import dev.sotto.application.process.PipedProcess;
import dev.sotto.importing.process.FromImporter;
import dev.sotto.importing.process.ImporterConnection;
import dev.sotto.importing.process.ImporterProcesses;
import dev.sotto.importing.process.ImporterProtocol;
import dev.sotto.importing.process.ToImporter;
import dev.sotto.process.ChannelLimits;
import dev.sotto.process.MessageChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;

/** Reaches processes that read files through two named pipes each. */
public final class PipedImporters implements ImporterProcesses {
  private final ImporterStart start;
  private final PipedProcess.Opener opener;

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
    this.opener = new PipedProcess.Opener(pipes, limits, random, threads);
  }

  @Override
  public ImporterConnection start(List<Path> readable) throws IOException {
    return new Connection(
        opener.open(
            ImporterProtocol.VAULT,
            (pipes, arguments, token) -> start.start(readable, pipes, arguments, token),
            "The process that reads files"));
  }

  private record Connection(PipedProcess<ToImporter, FromImporter> piped)
      implements ImporterConnection {
    @Override
    public MessageChannel<ToImporter, FromImporter> channel() {
      return piped.channel();
    }

    @Override
    public OptionalInt exitStatus() {
      return piped.process().exitStatus();
    }

    @Override
    public void close() {
      piped.close();
    }
  }

  @Override
  public String toString() {
    return "PipedImporters[" + start + "]";
  }
}
