package dev.sotto.securestore;

import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.FileEncryption;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The files of the search index under the key of its current epoch. Safe for all threads. */
final class IndexFiles implements FileEncryption {
  private final FileOperations operations;
  private final KeyRing keys;
  private volatile boolean closed;

  IndexFiles(FileOperations operations, KeyRing keys) {
    this.operations = operations;
    this.keys = keys;
  }

  @Override
  public EncryptedFileWriter create(Path path, String boundName) throws IOException {
    return current().create(path, boundName);
  }

  @Override
  public EncryptedFileReader open(Path path, String boundName) throws IOException {
    return current().open(path, boundName);
  }

  /** Replaces the keys of all epochs by one for the next: whatever lies under them is gone. */
  void startEpoch() throws IOException {
    List<DataKey> old = keys.keys(KeyPurpose.INDEX);
    long next = old.stream().mapToLong(IndexFiles::epoch).max().orElse(0) + 1;
    keys.replace(
        List.of(DataKey.random(KeyPurpose.INDEX, Long.toString(next), keys.random())),
        old::contains);
  }

  void close() {
    closed = true;
  }

  private ChunkedFiles current() throws TamperedFileException {
    if (closed) {
      throw new IllegalStateException("The store is closed; unlock it again");
    }
    DataKey key =
        keys.keys(KeyPurpose.INDEX).stream()
            .max(Comparator.comparingLong(IndexFiles::epoch))
            .orElseThrow(() -> new TamperedFileException("table", "it lacks the key of the index"));
    return new ChunkedFiles(operations, keys.storeId(), FileKind.INDEX, key, keys.random());
  }

  private static long epoch(DataKey key) {
    return Long.parseLong(key.name());
  }
}
