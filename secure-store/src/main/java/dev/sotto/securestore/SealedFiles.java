package dev.sotto.securestore;

import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import dev.sotto.storage.SealedDocuments;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Sealed documents, each a file of its own. A damaged one stops nothing but itself. */
final class SealedFiles implements SealedDocuments {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[a-z-]{1,32}");

  private final FileOperations operations;
  private final Path folder;
  private final KeyRing keys;
  private final Access access;
  private boolean closed;

  SealedFiles(FileOperations operations, Path folder, KeyRing keys, Access access) {
    this.operations = operations;
    this.folder = folder;
    this.keys = keys;
    this.access = access;
  }

  @Override
  public synchronized Optional<byte[]> read(String name) throws IOException {
    Path file = file(name);
    requireOpen();
    try {
      return Optional.of(files().readWhole(file, name, MAX_BYTES));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void write(String name, byte[] content) throws IOException {
    Path file = file(name);
    if (content.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A document has at most " + MAX_BYTES + " bytes; found " + content.length);
    }
    requireWritable();
    Path unfinished = DurableFiles.unfinished(file);
    operations.delete(unfinished);
    files().writeDurably(unfinished, name, content);
    operations.replace(unfinished, file);
    operations.forceFolder(folder);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    Path file = file(name);
    requireWritable();
    operations.delete(file);
    operations.forceFolder(folder);
  }

  /**
   * Writes one document that lies under one of some keys anew, under the newest key.
   *
   * @return false if there is none
   */
  synchronized boolean rewriteOne(Predicate<DataKey> leaving) throws IOException {
    for (Path file : DurableFiles.entries(folder)) {
      String name = file.getFileName().toString();
      if (NAME.matcher(name).matches() && files().keyOf(file, name).filter(leaving).isPresent()) {
        byte[] content = read(name).orElseThrow();
        write(name, content);
        Arrays.fill(content, (byte) 0);
        return true;
      }
    }
    return false;
  }

  /** Returns the encrypted bytes of every document by its name. */
  synchronized SortedMap<String, byte[]> onDisk() throws IOException {
    SortedMap<String, byte[]> all = new TreeMap<>();
    for (Path file : DurableFiles.entries(folder)) {
      String name = file.getFileName().toString();
      if (NAME.matcher(name).matches()) {
        all.put(name, Files.readAllBytes(file));
      }
    }
    return all;
  }

  synchronized void close() {
    closed = true;
  }

  private ChunkedFiles files() throws TamperedFileException {
    List<DataKey> possible = keys.newestFirst(KeyPurpose.DOCUMENTS, "");
    if (possible.isEmpty()) {
      throw new TamperedFileException("table", "it lacks the key of the documents");
    }
    return keys.files(FileKind.DOCUMENT, possible);
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A document's name has 1 to 32 letters a to z and dashes; found "
              + name.length()
              + " characters");
    }
    return folder.resolve(name);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store is closed; unlock it again");
    }
  }

  private void requireWritable() {
    requireOpen();
    if (access != Access.WRITE) {
      throw new StoreException(
          "The store was opened for reading. Open it for writing to change documents.");
    }
  }
}
