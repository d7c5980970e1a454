package dev.sotto.importing.process;

import dev.sotto.importing.FolderSurvey;
import dev.sotto.importing.ImportCancelledException;
import dev.sotto.importing.Importer;
import dev.sotto.model.Cancellation;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.ProtocolException;
import dev.sotto.process.Received;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The importer's side: does the one thing that the vault asks for with the importers it is given,
 * and tells what comes of it. What an importer says in its exceptions stays in this process. For
 * one use.
 */
public final class ImportServer {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration A_LOOK = Duration.ofHours(1);

  private final List<Importer> importers;
  private final LongSupplier nanoTime;
  private final ThreadFactory threads;
  private final Runnable whenTheVaultIsGone;
  private final AtomicBoolean cancelled = new AtomicBoolean();

  /**
   * Creates a server.
   *
   * @param importers all importers there are
   * @param nanoTime a clock of nanoseconds, such as {@link System#nanoTime}
   * @param threads makes the daemon thread that listens to the vault
   * @param whenTheVaultIsGone called on that thread when the vault closes its end; it should end
   *     the process, whatever the importer is doing
   */
  public ImportServer(
      List<Importer> importers,
      LongSupplier nanoTime,
      ThreadFactory threads,
      Runnable whenTheVaultIsGone) {
    this.importers = List.copyOf(importers);
    this.nanoTime = nanoTime;
    this.threads = threads;
    this.whenTheVaultIsGone = whenTheVaultIsGone;
  }

  /**
   * Does what the first message asks for; the channel stays the caller's, who should {@link
   * MessageChannel#finish finish} it.
   *
   * @throws ProtocolException if the vault does not keep to the protocol
   * @throws EOFException if it ended before it had asked for anything
   * @throws IOException if the vault takes nothing any more
   */
  public void serve(MessageChannel<FromImporter, ToImporter> channel) throws IOException {
    ToImporter request = next(channel);
    try {
      switch (request) {
        case ToImporter.Introduce introduce ->
            channel.send(
                new FromImporter.Importers(importers.stream().map(Importer::name).toList()));
        case ToImporter.Match match -> channel.send(matched(Path.of(match.path())));
        case ToImporter.Survey survey -> {
          listen(channel);
          channel.send(surveyed(Path.of(survey.folder())));
        }
        case ToImporter.Scan scan -> scan(channel, scan);
        case ToImporter.Known known -> throw outOfTurn();
        case ToImporter.Cancel cancel -> {}
      }
    } catch (ChannelSink.VaultGoneException e) {
      throw e.reason();
    } catch (ProtocolException e) {
      throw e;
    } catch (ImportCancelledException e) {
      channel.send(new FromImporter.Failed(FromImporter.Failure.CANCELLED));
    } catch (IOException e) {
      channel.send(new FromImporter.Failed(failureOf(e)));
    } catch (RuntimeException | StackOverflowError e) {
      channel.send(new FromImporter.Failed(FromImporter.Failure.DEFECT));
    }
  }

  private void scan(MessageChannel<FromImporter, ToImporter> channel, ToImporter.Scan scan)
      throws IOException {
    KnownItems known = new KnownItems(scan.known());
    while (known.size() < scan.known()) {
      switch (next(channel)) {
        case ToImporter.Known(List<ItemDigest> items)
            when !items.isEmpty() && items.size() <= scan.known() - known.size() ->
            items.forEach(known::add);
        case ToImporter.Cancel cancel -> throw new ImportCancelledException();
        default -> throw outOfTurn();
      }
    }
    Optional<Importer> importer =
        importers.stream().filter(one -> one.name().equals(scan.importer())).findFirst();
    if (importer.isEmpty()) {
      channel.send(new FromImporter.Failed(FromImporter.Failure.NO_SUCH_IMPORTER));
      return;
    }
    listen(channel);
    Set<ItemDigest> skipped = new HashSet<>(scan.skipped());
    ChannelSink sink =
        new ChannelSink(
            channel, new ItemDigest.Maker(scan.salt()), known, skipped, cancelled::get, nanoTime);
    importer.get().scan(Path.of(scan.path()), scan.context(), sink);
    sink.finish();
  }

  private FromImporter matched(Path path) {
    TreeMap<String, Importer.Match> matches = new TreeMap<>();
    for (Importer importer : importers) {
      matches.put(importer.name(), matchOf(importer, path));
    }
    return new FromImporter.Matched(matches);
  }

  private static Importer.Match matchOf(Importer importer, Path path) {
    try {
      return importer.match(path);
    } catch (IOException | UnsupportedOperationException e) {
      return Importer.Match.NO;
    }
  }

  private FromImporter surveyed(Path folder) throws IOException {
    Cancellation cancellation = cancelled::get;
    FolderSurvey survey = FolderSurvey.of(folder, importers, cancellation);
    return new FromImporter.Surveyed(
        survey.claiming(), ChannelSink.withFewExtensions(survey.unread()));
  }

  private void listen(MessageChannel<FromImporter, ToImporter> channel) {
    threads
        .newThread(() -> {
          try {
            while (true) {
              switch (channel.receive(A_LOOK)) {
                case Received.Message<ToImporter>(ToImporter.Cancel cancel) -> cancelled.set(true);
                case Received.Message<ToImporter> other -> throw outOfTurn();
                case Received.Silence<ToImporter> silence -> {}
                case Received.Ended<ToImporter> ended -> {
                  whenTheVaultIsGone.run();
                  return;
                }
              }
            }
          } catch (IOException e) {
            whenTheVaultIsGone.run();
          }
        })
        .start();
  }

  private static ToImporter next(MessageChannel<FromImporter, ToImporter> channel)
      throws IOException {
    return switch (channel.receive(PATIENCE)) {
      case Received.Message<ToImporter>(ToImporter message) -> message;
      case Received.Ended<ToImporter> ended ->
          throw new EOFException("The vault ended before it had asked for anything.");
      case Received.Silence<ToImporter> silence ->
          throw new IOException(
              "The vault has asked for nothing within " + PATIENCE.toSeconds() + " s.");
    };
  }

  private static ProtocolException outOfTurn() {
    return new ProtocolException("The vault sent a message that is not allowed at this point.");
  }

  private static FromImporter.Failure failureOf(IOException e) {
    return switch (e) {
      case NoSuchFileException none -> FromImporter.Failure.NOTHING_THERE;
      case AccessDeniedException denied -> FromImporter.Failure.ACCESS_DENIED;
      default -> FromImporter.Failure.UNREADABLE;
    };
  }

  @Override
  public String toString() {
    return "ImportServer[" + importers.size() + " importers]";
  }
}
