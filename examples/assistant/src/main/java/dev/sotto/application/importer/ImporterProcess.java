package dev.sotto.application.importer;

import dev.sotto.application.cdi.ImporterContainer;
import dev.sotto.application.process.StartedProcess;
import dev.sotto.importing.process.FromImporter;
import dev.sotto.importing.process.ImportServer;
import dev.sotto.importing.process.ImporterProtocol;
import dev.sotto.importing.process.ToImporter;
import dev.sotto.process.MessageChannel;
import dev.sotto.securestore.confinement.ProcessHardening;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;

/**
 * The program of a process that reads files: it opens two named pipes, does the one thing that it
 * is asked for, and ends. It has no keys and prints nothing. Its standard input gives it the
 * channel's token as one line; the end of that stream ends it, whatever it is doing. A Ctrl-C at
 * the terminal is left to the vault.
 */
public final class ImporterProcess {
  private static final Duration LAST_WORDS = Duration.ofSeconds(30);

  private ImporterProcess() {}

  /**
   * Runs the process.
   *
   * @param arguments the pipe to read from and the pipe to write to
   */
  public static void main(String[] arguments) {
    ProcessHardening.apply();
    StartedProcess.seal(Set.of());
    StartedProcess.fallSilent();
    ThreadFactory threads = Thread.ofPlatform().daemon().name("sotto-importer-", 0).factory();
    System.exit(run(arguments, threads));
  }

  private static int run(String[] arguments, ThreadFactory threads) {
    CompletableFuture<ImporterContainer> container =
        CompletableFuture.supplyAsync(
            ImporterContainer::start, task -> threads.newThread(task).start());
    try {
      MessageChannel<FromImporter, ToImporter> channel =
          StartedProcess.openChannel(arguments, ImporterProtocol.IMPORTER, threads);
      new ImportServer(container.join().importers(), System::nanoTime, threads, StartedProcess::end)
          .serve(channel);
      channel.finish(LAST_WORDS);
      return 0;
    } catch (IOException | IllegalArgumentException | CompletionException e) {
      return StartedProcess.FAILED;
    }
  }
}
