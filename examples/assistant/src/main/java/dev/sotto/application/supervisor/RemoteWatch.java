package dev.sotto.application.supervisor;

import dev.sotto.application.vault.SourceChanges;
import dev.sotto.record.SourceId;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Changes that a process of its own tells of, which may read the sources' files and no others. */
final class RemoteWatch implements SourceChanges {
  /** The most sources that are watched. */
  static final int MOST_SOURCES = 255;

  private static final int ENDED = -1;

  private final List<SourceId> sources;
  private final ProcessOutput output;
  private final BlockingQueue<Integer> told = new LinkedBlockingQueue<>();

  private RemoteWatch(List<SourceId> sources, ProcessOutput output) {
    this.sources = sources;
    this.output = output;
  }

  static RemoteWatch start(SupervisorConnection supervisor, List<Source> sources)
      throws IOException {
    List<Source> watched = sources.stream().limit(MOST_SOURCES).toList();
    ProcessOutput output =
        ProcessOutput.of(
            supervisor,
            watched.stream().map(source -> Path.of(source.path())).toList(),
            ToSupervisor.Task.WATCH);
    RemoteWatch watch = new RemoteWatch(watched.stream().map(Source::id).toList(), output);
    Thread.ofPlatform().daemon().name("sotto-watch").start(watch::listen);
    return watch;
  }

  private void listen() {
    try (InputStream bytes = output.told()) {
      for (int place = bytes.read(); place >= 0; place = bytes.read()) {
        told.add(place);
      }
    } catch (IOException e) {
      // As good as the end.
    }
    told.add(ENDED);
  }

  @Override
  public Set<SourceId> changes(Duration most, Duration quiet)
      throws IOException, InterruptedException {
    Set<Integer> places = new HashSet<>();
    Integer next = told.poll(most.toMillis(), TimeUnit.MILLISECONDS);
    while (next != null) {
      if (next == ENDED) {
        throw new IOException(
            "The process that watches the sources has ended. Run the command again.");
      }
      places.add(next);
      next = told.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
    }
    return IntStream.range(0, sources.size())
        .filter(places::contains)
        .mapToObj(sources::get)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    output.close();
  }

  @Override
  public String toString() {
    return "RemoteWatch[" + sources.size() + " sources]";
  }
}
