package dev.sotto.securestore;

import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.storage.SealedDocuments;
import dev.sotto.storage.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sealed documents, each a file of its own. A damaged one stops nothing but itself. */
final class SealedFiles implements SealedDocuments {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[a-z-]{1,32}");

  private final FileOperations operations;
  private final Path folder;
  private final ChunkedFiles files;
  private final Access access;
  private boolean closed;

  SealedFiles(FileOperations operations, Path folder, ChunkedFiles files, Access access) {
    this.operations = operations;
    this.folder = folder;
    this.files = files;
    this.access = access;
  }

  @Override
  public synchronized Optional<byte[]> read(String name) throws IOException {
    Path file = file(name);
    requireOpen();
    try {
      return Optional.of(files.readWhole(file, name, MAX_BYTES));
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
    files.writeDurably(unfinished, name, content);
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

  synchronized void close() {
    closed = true;
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
