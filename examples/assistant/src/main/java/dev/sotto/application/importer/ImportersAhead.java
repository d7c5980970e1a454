package dev.sotto.application.importer;

import dev.sotto.importing.process.ImporterConnection;
import dev.sotto.importing.process.ImporterProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Starts the process for the next path while the one before reads: one ahead, no more. It waits for
 * its request, confined to its path as every one. Where something else is asked for than was
 * expected, or it could not be started ahead, one is started as ever. For one thread; {@link
 * #close} ends the one that nobody has asked for.
 */
final class ImportersAhead implements ImporterProcesses, AutoCloseable {
  private final ImporterProcesses processes;
  private final Deque<List<Path>> expected = new ArrayDeque<>();
  private @Nullable Ahead next;

  /**
   * A process that nobody has asked for yet.
   *
   * @param connection completes when it has greeted
   */
  private record Ahead(List<Path> readable, CompletableFuture<ImporterConnection> connection) {
    @Override
    public String toString() {
      return "Ahead[" + connection.isDone() + "]";
    }
  }

  /**
   * @param processes starts them; safe for several threads
   */
  ImportersAhead(ImporterProcesses processes) {
    this.processes = processes;
  }

  /** Takes down in which order processes are going to be asked for. */
  void expect(Collection<List<Path>> order) {
    expected.clear();
    expected.addAll(order);
  }

  @Override
  public ImporterConnection start(List<Path> readable) throws IOException {
    Ahead ready = next;
    if (ready != null && !ready.readable().equals(readable)) {
      return processes.start(readable);
    }
    next = null;
    expected.removeFirstOccurrence(readable);
    ImporterConnection connection =
        ready == null ? processes.start(readable) : greeted(ready, readable);
    List<Path> following = expected.poll();
    if (following != null) {
      next = startedAhead(following);
    }
    return connection;
  }

  private Ahead startedAhead(List<Path> readable) {
    CompletableFuture<ImporterConnection> connection = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("sotto-importer-ahead")
        .start(() -> {
          try {
            connection.complete(processes.start(readable));
          } catch (IOException | RuntimeException e) {
            connection.completeExceptionally(e);
          }
        });
    return new Ahead(readable, connection);
  }

  private ImporterConnection greeted(Ahead ready, List<Path> readable) throws IOException {
    try {
      return ready.connection().join();
    } catch (CompletionException e) {
      return processes.start(readable);
    }
  }

  @Override
  public void close() {
    expected.clear();
    Ahead unused = next;
    next = null;
    if (unused != null) {
      var _ = unused.connection().thenAccept(ImporterConnection::close).exceptionally(e -> null);
    }
  }

  @Override
  public String toString() {
    return "ImportersAhead[" + expected.size() + " expected]";
  }
}
