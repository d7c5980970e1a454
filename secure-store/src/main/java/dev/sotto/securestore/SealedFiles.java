package dev.sotto.securestore;

import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.v1.ChunkedFileReader;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import dev.sotto.securestore.v1.FileMark;
import dev.sotto.storage.SealedDocuments;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
  private final StoreManifest manifest;
  private boolean closed;

  SealedFiles(
      FileOperations operations, Path folder, KeyRing keys, Access access, StoreManifest manifest) {
    this.manifest = manifest;
    this.operations = operations;
    this.folder = folder;
    this.keys = keys;
    this.access = access;
  }

  @Override
  public synchronized Optional<byte[]> read(String name) throws IOException {
    Path file = file(name);
    requireOpen();
    String part = StoreManifest.document(name);
    try (ChunkedFileReader reader = files().open(file, name)) {
      manifest.require(part, FileMark.of(reader));
      if (reader.length() > MAX_BYTES) {
        throw reader.tampered("it has " + reader.length() + " bytes, more than " + MAX_BYTES);
      }
      return Optional.of(reader.read(0, (int) reader.length()));
    } catch (NoSuchFileException e) {
      if (!manifest.allows(part, FileMark.ABSENT)) {
        TamperedFileException missing = new TamperedFileException(name, "it is missing");
        missing.initCause(e);
        throw missing;
      }
      return Optional.empty();
    }
  }

  /**
   * Holds every document against the manifest by its header alone. Damaged and missing ones are
   * left to whoever reads them.
   *
   * @throws TamperedFileException if one is whole and not the one that belongs here
   */
  synchronized void holdAgainstManifest() throws IOException {
    Set<String> names = new TreeSet<>(manifest.documents());
    for (Path entry : DurableFiles.entries(folder)) {
      names.add(entry.getFileName().toString());
    }
    names.removeIf(name -> !NAME.matcher(name).matches());
    for (String name : names) {
      String part = StoreManifest.document(name);
      FileMark found = markOf(folder.resolve(name));
      if (manifest.allows(part, found)) {
        manifest.require(part, found);
      } else if (!found.equals(FileMark.ABSENT) && isWhole(name)) {
        manifest.mismatch(name);
        manifest.adopt(part, found);
      }
    }
  }

  /**
   * Reads every document.
   *
   * @param damage what is found is added here
   * @return how many were read
   */
  synchronized int check(List<StoreDamage> damage) throws IOException {
    Set<String> names = new TreeSet<>(manifest.documents());
    marks().keySet().forEach(part -> names.add(StoreManifest.documentName(part)));
    int whole = 0;
    for (String name : names) {
      try {
        whole += read(name).isPresent() ? 1 : 0;
      } catch (TamperedFileException e) {
        damage.add(new StoreDamage(name, StoreDamage.Kind.UNREADABLE, List.of()));
      }
    }
    return whole;
  }

  /** Moves a damaged document elsewhere. */
  synchronized void quarantine(String name, Path quarantine) throws IOException {
    Path file = file(name);
    if (Files.exists(file)) {
      copy(operations, file, quarantine);
    }
    delete(name);
  }

  /** Copies a file, durably, to a folder for what can't be read. */
  static void copy(FileOperations operations, Path file, Path folder) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    Path copy = folder.resolve(file.getFileName().toString());
    operations.delete(copy);
    try (FileChannel to = operations.create(copy);
        InputStream from = Files.newInputStream(file)) {
      byte[] part = new byte[1 << 16];
      for (int read = from.read(part); read >= 0; read = from.read(part)) {
        operations.write(to, ByteBuffer.wrap(part, 0, read));
      }
      operations.force(to);
    }
    operations.forceFolder(folder);
  }

  /** Returns the marks of all documents that are there. */
  synchronized Map<String, FileMark> marks() throws IOException {
    Map<String, FileMark> marks = new HashMap<>();
    for (Path entry : DurableFiles.entries(folder)) {
      String name = entry.getFileName().toString();
      if (NAME.matcher(name).matches()) {
        marks.put(StoreManifest.document(name), markOf(entry));
      }
    }
    return marks;
  }

  /** Returns the mark of an encrypted file by its header, without checking it. */
  static FileMark markOf(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return FileMark.of(input.readNBytes(ChunkedFiles.HEADER_BYTES));
    } catch (NoSuchFileException e) {
      return FileMark.ABSENT;
    }
  }

  private boolean isWhole(String name) throws IOException {
    try {
      files().open(folder.resolve(name), name).close();
      return true;
    } catch (TamperedFileException e) {
      return false;
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
    byte[] header = files().writeDurably(unfinished, name, content);
    String part = StoreManifest.document(name);
    manifest.announce(part, FileMark.of(header));
    operations.replace(unfinished, file);
    operations.forceFolder(folder);
    manifest.done(part);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    Path file = file(name);
    requireWritable();
    String part = StoreManifest.document(name);
    if (!Files.exists(file) && manifest.allows(part, FileMark.ABSENT)) {
      return;
    }
    manifest.announce(part, FileMark.ABSENT);
    operations.delete(file);
    operations.forceFolder(folder);
    manifest.done(part);
  }

  /**
   * Writes one document that lies under one of some keys anew, under the newest key. Those that
   * can't be read are left as they are.
   *
   * @param damaged the names of documents that could not be read before; more are added here
   * @return false if there is none
   */
  synchronized boolean rewriteOne(Predicate<DataKey> leaving, Set<String> damaged)
      throws IOException {
    for (String name : under(leaving).keySet()) {
      Optional<byte[]> content = damaged.contains(name) ? Optional.empty() : undamaged(name);
      if (content.isPresent()) {
        write(name, content.get());
        Arrays.fill(content.get(), (byte) 0);
        return true;
      }
      damaged.add(name);
    }
    return false;
  }

  /** Reads the documents under some keys and returns those that can't be read. */
  synchronized List<DamagedFile> damagedUnder(Predicate<DataKey> which) throws IOException {
    List<DamagedFile> damaged = new ArrayList<>();
    for (Map.Entry<String, DataKey> document : under(which).entrySet()) {
      Optional<byte[]> content = undamaged(document.getKey());
      content.ifPresent(read -> Arrays.fill(read, (byte) 0));
      if (content.isEmpty()) {
        damaged.add(
            new DamagedFile(
                new StoreDamage(document.getKey(), StoreDamage.Kind.UNREADABLE, List.of()),
                document.getValue()));
      }
    }
    return damaged;
  }

  private SortedMap<String, DataKey> under(Predicate<DataKey> which) throws IOException {
    SortedMap<String, DataKey> found = new TreeMap<>();
    for (Path file : DurableFiles.entries(folder)) {
      String name = file.getFileName().toString();
      if (NAME.matcher(name).matches()) {
        files().keyOf(file, name).filter(which).ifPresent(key -> found.put(name, key));
      }
    }
    return found;
  }

  private Optional<byte[]> undamaged(String name) throws IOException {
    try {
      return read(name);
    } catch (TamperedFileException e) {
      return Optional.empty();
    }
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
