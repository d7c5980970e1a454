package dev.sotto.importing.process;

import dev.sotto.importing.FolderSurvey;
import dev.sotto.importing.ImportCancelledException;
import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.model.Cancellation;
import dev.sotto.process.Received;
import dev.sotto.process.StalledPeerException;
import dev.sotto.record.Labels;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Importers each of whose scans runs in a process of its own, so that a file that takes over its
 * parser finds neither keys nor other files nor a network. They behave as the real ones do, except
 * that a process can die, for which scans throw {@link dev.sotto.importing.BrokenOffScanException},
 * and that their labels are bounded. For one thread.
 *
 * <p>It does not protect from lies about the file itself: what a process says it has read is
 * checked for form, not for truth.
 */
public final class ImportersInProcesses {
  private static final Duration A_LOOK = Duration.ofMillis(100);

  private final ImporterProcesses processes;
  private final ImportLimits limits;
  private final Map<String, Labels> most;
  private final SecureRandom random;
  private @Nullable Path matchedPath;
  private Map<String, Importer.Match> matches = Map.of();

  /**
   * Creates the importers.
   *
   * @param processes starts the processes
   * @param limits how much of one scan is taken
   * @param most the most trusted and least confidential labels that an importer may give, by its
   *     name; {@link Labels#UNLABELLED} for those that are not named
   * @param random for the salt of each scan
   */
  public ImportersInProcesses(
      ImporterProcesses processes,
      ImportLimits limits,
      Map<String, Labels> most,
      SecureRandom random) {
    this.processes = processes;
    this.limits = limits;
    this.most = Map.copyOf(most);
    this.random = random;
  }

  /** Returns all importers that a process has. */
  public List<Importer> importers() throws IOException {
    return switch (answer(List.of(), new ToImporter.Introduce(), () -> false)) {
      case FromImporter.Importers(List<String> names) ->
          names.stream().distinct().sorted().map(this::importer).toList();
      default -> throw unexpected();
    };
  }

  /** Returns the importer of a name, without asking whether there is one. */
  public Importer importer(String name) {
    return new RemoteImporter(name);
  }

  /**
   * Has a process look at everything in a folder.
   *
   * @throws ImportCancelledException if the cancellation is requested meanwhile
   */
  public FolderSurvey survey(Path folder, Cancellation cancellation) throws IOException {
    return switch (answer(
        List.of(folder), new ToImporter.Survey(folder.toString()), cancellation)) {
      case FromImporter.Surveyed surveyed ->
          new FolderSurvey(surveyed.claiming(), surveyed.unread());
      case FromImporter.Failed(FromImporter.Failure kind)
          when kind == FromImporter.Failure.ACCESS_DENIED ->
          throw new AccessDeniedException(folder.toString());
      case FromImporter.Failed(FromImporter.Failure kind)
          when kind == FromImporter.Failure.NOTHING_THERE ->
          throw new NoSuchFileException(folder.toString());
      default -> throw unexpected();
    };
  }

  private Importer.Match match(String importer, Path path) throws IOException {
    if (!path.equals(matchedPath)) {
      matches =
          switch (answer(List.of(path), new ToImporter.Match(path.toString()), () -> false)) {
            case FromImporter.Matched matched -> Map.copyOf(matched.matches());
            default -> throw unexpected();
          };
      matchedPath = path;
    }
    return Optional.ofNullable(matches.get(importer)).orElse(Importer.Match.NO);
  }

  private FromImporter answer(List<Path> readable, ToImporter request, Cancellation cancellation)
      throws IOException {
    try (ImporterConnection connection = processes.start(readable)) {
      ask(connection, request);
      for (Duration waited = Duration.ZERO;
          waited.compareTo(limits.silence()) < 0;
          waited = waited.plus(A_LOOK)) {
        switch (connection.channel().receive(A_LOOK)) {
          case Received.Message<FromImporter>(FromImporter message) -> {
            return message;
          }
          case Received.Silence<FromImporter> silence -> {
            if (cancellation.requested()) {
              throw new ImportCancelledException();
            }
          }
          case Received.Ended<FromImporter> ended ->
              throw new IOException(
                  "The process that reads files ended before it had answered. Try it again; if it"
                      + " happens again, add the files one by one.");
        }
      }
      throw new IOException(
          "The process that reads files has not answered for "
              + limits.silence().toSeconds()
              + " s and was ended. Add the files in smaller parts.");
    }
  }

  private static void ask(ImporterConnection connection, ToImporter request)
      throws StalledPeerException {
    try {
      connection.channel().send(request);
    } catch (StalledPeerException e) {
      throw e;
    } catch (IOException e) {
      // Its end, and perhaps a reason, is what will be received.
    }
  }

  private static IOException unexpected() {
    return new IOException(
        "The process that reads files gave no answer to what it was asked. Add the files one by"
            + " one to find the one it can't stand.");
  }

  private final class RemoteImporter implements Importer {
    private final String name;

    RemoteImporter(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Match match(Path path) throws IOException {
      return ImportersInProcesses.this.match(name, path);
    }

    @Override
    public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
      byte[] salt = new byte[ItemDigest.Maker.SALT_BYTES];
      random.nextBytes(salt);
      new RemoteScan(
              processes,
              limits,
              name,
              most.getOrDefault(name, Labels.UNLABELLED),
              path,
              context,
              salt,
              sink)
          .run();
    }

    @Override
    public String toString() {
      return "RemoteImporter[" + name + "]";
    }
  }

  @Override
  public String toString() {
    return "ImportersInProcesses[" + processes + "]";
  }
}
