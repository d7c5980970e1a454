package dev.sotto.application.vault;

import dev.sotto.record.SourceId;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells in which sources files change, by the operating system's word, without reading them.
 * Symbolic links below a source are not followed; of very many folders the first {@value
 * #MOST_FOLDERS} are watched. For one thread.
 */
public final class SourceWatch implements SourceChanges {
  private static final int MOST_FOLDERS = 8_000;
  private static final int MOST_DEPTH = 64;

  private final WatchService service;
  private final Map<WatchKey, Watched> watched = new HashMap<>();

  /** Which source lies in a folder, and under which name if it is a single file. */
  private record Watched(Path folder, Map<SourceId, Path> sources) {
    @Override
    public String toString() {
      return "Watched[" + sources.size() + " sources]";
    }
  }

  private SourceWatch(WatchService service) {
    this.service = service;
  }

  /**
   * Begins to watch; changes from now on are told.
   *
   * @throws IOException if the operating system refuses
   */
  public static SourceWatch over(List<Source> sources) throws IOException {
    SourceWatch watch = null;
    boolean begun = false;
    try {
      watch = new SourceWatch(FileSystems.getDefault().newWatchService());
      for (Source source : sources) {
        watch.add(source.id(), Path.of(source.path()));
      }
      begun = true;
      return watch;
    } finally {
      if (!begun && watch != null) {
        watch.close();
      }
    }
  }

  @Override
  public Set<SourceId> changes(Duration most, Duration quiet)
      throws IOException, InterruptedException {
    Set<SourceId> changed = new HashSet<>();
    Duration wait = most;
    while (true) {
      WatchKey key;
      try {
        key = service.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ClosedWatchServiceException e) {
        return changed;
      }
      if (key == null) {
        return changed;
      }
      take(key, changed);
      wait = quiet;
    }
  }

  private void take(WatchKey key, Set<SourceId> changed) throws IOException {
    Watched place = watched.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (place == null) {
        continue;
      }
      Path name = event.context() instanceof Path path ? place.folder().resolve(path) : null;
      for (Map.Entry<SourceId, Path> source : place.sources().entrySet()) {
        boolean single = !source.getValue().equals(place.folder());
        if (name == null || !single || name.equals(source.getValue())) {
          changed.add(source.getKey());
        }
        if (name != null && !single && Files.isDirectory(name, LinkOption.NOFOLLOW_LINKS)) {
          addFolders(source.getKey(), name);
        }
      }
    }
    if (!key.reset()) {
      watched.remove(key);
    }
  }

  private void add(SourceId source, Path path) throws IOException {
    if (Files.isDirectory(path)) {
      addFolders(source, path);
    } else if (path.getParent() != null && Files.isDirectory(path.getParent())) {
      register(source, path.getParent(), path);
    }
  }

  private void addFolders(SourceId source, Path root) throws IOException {
    Files.walkFileTree(
        root,
        Set.of(),
        MOST_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (watched.size() >= MOST_FOLDERS) {
              return FileVisitResult.TERMINATE;
            }
            register(source, folder, folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void register(SourceId source, Path folder, Path what) throws IOException {
    WatchKey key =
        folder.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
    watched
        .computeIfAbsent(key, _ -> new Watched(folder, new HashMap<>()))
        .sources()
        .put(source, what);
  }

  @Override
  public void close() throws IOException {
    service.close();
  }

  @Override
  public String toString() {
    return "SourceWatch[" + watched.size() + " folders]";
  }
}
