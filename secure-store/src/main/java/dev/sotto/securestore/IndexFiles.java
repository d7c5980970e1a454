package dev.sotto.securestore;

import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.v1.ChunkedFileReader;
import dev.sotto.securestore.v1.ChunkedFileWriter;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import dev.sotto.securestore.v1.FileMark;
import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.FileEncryption;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of the search index. New ones lie under the key of the newest epoch; while files move
 * from one epoch to the next, those under an older key that is still in the table are read too.
 * Safe for all threads.
 */
final class IndexFiles implements FileEncryption {
  private static final String LOCK = ".lock";

  private final FileOperations operations;
  private final KeyRing keys;
  private final StoreManifest manifest;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A file that this store wrote: the name that it was written under, and its mark. */
  private record Known(String writtenAs, FileMark mark) {
    @Override
    public String toString() {
      return "Known[" + mark + "]";
    }
  }

  IndexFiles(FileOperations operations, KeyRing keys, StoreManifest manifest) {
    this.operations = operations;
    this.keys = keys;
    this.manifest = manifest;
    manifest.indexFiles().forEach((name, mark) -> known.put(name, new Known(name, mark)));
  }

  @Override
  public EncryptedFileWriter create(Path path, String boundName) throws IOException {
    ChunkedFileWriter writer = current().create(path, boundName);
    known.put(boundName, new Known(path.getFileName().toString(), FileMark.of(writer.header())));
    return writer;
  }

  @Override
  public EncryptedFileReader open(Path path, String boundName) throws IOException {
    ChunkedFileReader reader = current().open(path, boundName);
    Known file = known.get(boundName);
    if (manifest.isActive() && (file == null || !file.mark().equals(FileMark.of(reader)))) {
      reader.close();
      throw new TamperedFileException(
          boundName,
          "it is whole, but none of those that were written last; an older copy was put in its"
              + " place");
    }
    return reader;
  }

  @Override
  public void publishing(Path folder, Optional<String> root) throws IOException {
    manifest.announceIndex(root, present(folder));
  }

  @Override
  public void published(Path folder) throws IOException {
    manifest.doneIndex(manifest.roots().stream().findFirst(), present(folder));
  }

  /** Takes note of what is there while nothing is being written. */
  void settle(Path folder) throws IOException {
    if (!manifest.isActive() || !Files.isDirectory(folder)) {
      return;
    }
    List<String> roots = manifest.roots();
    if (roots.size() > 1) {
      operations.forceFolder(folder);
    }
    manifest.doneIndex(
        roots.stream()
            .filter(root -> isThere(folder, root) || root.equals(StoreManifest.NO_ROOT))
            .findFirst(),
        present(folder));
  }

  @Override
  public void requirePublished(Path folder) throws IOException {
    List<String> roots = manifest.roots();
    if (!roots.isEmpty()
        && roots.stream()
            .noneMatch(root -> isThere(folder, root) || root.equals(StoreManifest.NO_ROOT))) {
      throw new TamperedFileException(roots.getFirst(), "it is missing");
    }
  }

  /**
   * Deletes what lies in the folder and was not published, or came back after it was deleted, as a
   * power cut may leave it.
   */
  void deleteLeftovers(Path folder) throws IOException {
    List<String> roots = manifest.roots();
    if (!manifest.isActive()
        || roots.isEmpty()
        || roots.stream().noneMatch(root -> isThere(folder, root))) {
      return;
    }
    for (Path file : DurableFiles.entries(folder)) {
      String name = file.getFileName().toString();
      if (!known.containsKey(name) && !name.endsWith(LOCK) && Files.isRegularFile(file)) {
        operations.delete(file);
      }
    }
  }

  private static boolean isThere(Path folder, String root) {
    return !root.equals(StoreManifest.NO_ROOT) && Files.exists(folder.resolve(root));
  }

  /** Returns the marks of the files of a folder, without checking them. */
  static Map<String, FileMark> marks(Path folder) throws IOException {
    Map<String, FileMark> marks = new HashMap<>();
    for (Path file : DurableFiles.entries(folder)) {
      String name = file.getFileName().toString();
      if (!name.endsWith(LOCK) && Files.isRegularFile(file)) {
        marks.put(name, SealedFiles.markOf(file));
      }
    }
    return marks;
  }

  /** Takes the files that are there for those that were written. */
  void adopt(Map<String, FileMark> marks) {
    marks.forEach((name, mark) -> known.put(name, new Known(name, mark)));
  }

  private Map<String, FileMark> present(Path folder) throws IOException {
    Set<String> names = new HashSet<>();
    DurableFiles.entries(folder).forEach(file -> names.add(file.getFileName().toString()));
    known
        .entrySet()
        .removeIf(
            file -> !names.contains(file.getKey()) && !names.contains(file.getValue().writtenAs()));
    Map<String, FileMark> marks = new HashMap<>();
    known.forEach((name, file) -> marks.put(name, file.mark()));
    return marks;
  }

  @Override
  public boolean isCurrent(Path path, String boundName) throws IOException {
    List<DataKey> newest = keys.keys(KeyPurpose.INDEX).reversed().subList(0, 1);
    return keys.files(FileKind.INDEX, newest).keyOf(path, boundName).isPresent();
  }

  /** Returns the key of the epoch after the newest one. */
  DataKey nextKey() {
    return DataKey.random(KeyPurpose.INDEX, Long.toString(newestEpoch() + 1), keys.random());
  }

  /** Replaces the keys of all epochs by one for the next: whatever lies under them is gone. */
  void startEpoch() throws IOException {
    known.clear();
    manifest.announceIndex(Optional.empty(), Map.of());
    List<DataKey> old = keys.keys(KeyPurpose.INDEX);
    keys.replace(List.of(nextKey()), old::contains);
  }

  void close() {
    closed = true;
  }

  private ChunkedFiles current() throws TamperedFileException {
    if (closed) {
      throw new IllegalStateException("The store is closed; unlock it again");
    }
    List<DataKey> epochs = keys.keys(KeyPurpose.INDEX);
    if (epochs.isEmpty()) {
      throw new TamperedFileException("table", "it lacks the key of the index");
    }
    return keys.files(FileKind.INDEX, epochs.reversed());
  }

  private long newestEpoch() {
    return keys.keys(KeyPurpose.INDEX).stream()
        .mapToLong(key -> Long.parseLong(key.name()))
        .max()
        .orElse(0);
  }
}
