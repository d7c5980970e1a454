package dev.sotto.importing.process;

import dev.sotto.importing.Importer;
import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.PipePair;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;

/** Importers that are served in threads of this process, over real pipes. */
public final class ServedInThreads implements ImporterProcesses {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();

  /** What the other side does with its channel. */
  @FunctionalInterface
  public interface Serving {
    /** Serves one connection. */
    void serve(MessageChannel<FromImporter, ToImporter> channel) throws IOException;
  }

  private final Serving serving;
  private final List<List<Path>> starts = new ArrayList<>();

  public ServedInThreads(Serving serving) {
    this.serving = serving;
  }

  /** Returns processes that have these importers. */
  public static ServedInThreads with(List<Importer> importers) {
    return new ServedInThreads(channel ->
        new ImportServer(importers, System::nanoTime, THREADS, channel::close).serve(channel));
  }

  /** Returns for each start what was to be readable. */
  public List<List<Path>> starts() {
    return starts;
  }

  @Override
  public ImporterConnection start(List<Path> readable) throws IOException {
    starts.add(readable);
    PipePair pipes = new PipePair();
    ChannelToken token = ChannelToken.random(RANDOM);
    Thread.ofPlatform().daemon().start(() -> serve(pipes, token));
    MessageChannel<ToImporter, FromImporter> channel =
        MessageChannel.open(
            pipes.starterIn(),
            pipes.starterOut(),
            ImporterProtocol.VAULT,
            token,
            RANDOM,
            ChannelLimits.DEFAULT,
            THREADS);
    return new ImporterConnection() {
      @Override
      public MessageChannel<ToImporter, FromImporter> channel() {
        return channel;
      }

      @Override
      public OptionalInt exitStatus() {
        return OptionalInt.empty();
      }

      @Override
      public void close() {
        channel.close();
      }
    };
  }

  private void serve(PipePair pipes, ChannelToken token) {
    try {
      MessageChannel<FromImporter, ToImporter> channel =
          MessageChannel.open(
              pipes.startedIn(),
              pipes.startedOut(),
              ImporterProtocol.IMPORTER,
              token,
              RANDOM,
              ChannelLimits.DEFAULT,
              THREADS);
      try {
        serving.serve(channel);
      } finally {
        channel.finish(Duration.ofSeconds(30));
      }
    } catch (IOException e) {
      // The vault has hung up, or the test meant it to be so.
    }
  }
}
