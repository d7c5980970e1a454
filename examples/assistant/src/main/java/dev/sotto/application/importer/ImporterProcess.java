package dev.sotto.application.importer;

import dev.sotto.application.cdi.ImporterContainer;
import dev.sotto.importing.process.FromImporter;
import dev.sotto.importing.process.ImportServer;
import dev.sotto.importing.process.ImporterProtocol;
import dev.sotto.importing.process.ToImporter;
import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import dev.sotto.securestore.confinement.ProcessHardening;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import org.jline.utils.Signals;

/**
 * The program of a process that reads files: it opens two named pipes, does the one thing that it
 * is asked for, and ends. It has no keys and prints nothing. Its standard input gives it the
 * channel's token as one line; the end of that stream ends it, whatever it is doing. A Ctrl-C at
 * the terminal is left to the vault.
 */
public final class ImporterProcess {
  /** The exit status of a process that could not do its work; what was wrong is told to nobody. */
  static final int FAILED = 1;

  /** The property that has the process seal itself; given by whoever confined it. */
  static final String SEALED = "sotto.sealed";

  private static final Duration LAST_WORDS = Duration.ofSeconds(30);
  private static final int TOKEN_LINE_BYTES = 33;

  private ImporterProcess() {}

  /**
   * Runs the process.
   *
   * @param arguments the pipe to read from and the pipe to write to
   */
  public static void main(String[] arguments) {
    ProcessHardening.apply();
    if (Boolean.getBoolean(SEALED)) {
      ProcessHardening.seal(Set.of());
    }
    Signals.register("INT", () -> {});
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    System.setOut(nowhere);
    System.setErr(nowhere);
    ThreadFactory threads = Thread.ofPlatform().daemon().name("sotto-importer-", 0).factory();
    System.exit(run(arguments, threads));
  }

  private static int run(String[] arguments, ThreadFactory threads) {
    CompletableFuture<ImporterContainer> container =
        CompletableFuture.supplyAsync(
            ImporterContainer::start, task -> threads.newThread(task).start());
    try (InputStream lifeline = new FileInputStream(FileDescriptor.in)) {
      ChannelToken token = ChannelToken.parse(line(lifeline));
      threads.newThread(() -> Lifeline.endWith(lifeline, FAILED)).start();
      MessageChannel<FromImporter, ToImporter> channel =
          MessageChannel.open(
              Channels.newInputStream(
                  FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ)),
              Channels.newOutputStream(
                  FileChannel.open(Path.of(arguments[1]), StandardOpenOption.WRITE)),
              ImporterProtocol.IMPORTER,
              token,
              new SecureRandom(),
              ChannelLimits.DEFAULT,
              threads);
      new ImportServer(
              container.join().importers(), System::nanoTime, threads, ImporterProcess::end)
          .serve(channel);
      channel.finish(LAST_WORDS);
      return 0;
    } catch (IOException
        | IllegalArgumentException
        | ArrayIndexOutOfBoundsException
        | CompletionException e) {
      return FAILED;
    }
  }

  private static String line(InputStream in) throws IOException {
    return new String(in.readNBytes(TOKEN_LINE_BYTES), StandardCharsets.US_ASCII).strip();
  }

  private static void end() {
    Runtime.getRuntime().halt(FAILED);
  }
}
