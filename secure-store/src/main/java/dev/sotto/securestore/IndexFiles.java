package dev.sotto.securestore;

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
import java.util.List;

/**
 * The files of the search index. New ones lie under the key of the newest epoch; while files move
 * from one epoch to the next, those under an older key that is still in the table are read too.
 * Safe for all threads.
 */
final class IndexFiles implements FileEncryption {
  private final KeyRing keys;
  private volatile boolean closed;

  IndexFiles(KeyRing keys) {
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
