package dev.sotto.index.directory;

import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.FileEncryption;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.store.BaseDirectory;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.OutputStreamIndexOutput;
import org.apache.lucene.store.ReadOnceHint;
import org.apache.lucene.util.IOUtils;

/**
 * A folder of encrypted index files. Every byte that Lucene writes goes through {@link
 * FileEncryption}; only lock files, which are empty, lie plain. Lengths and checksums are those of
 * the plaintext.
 *
 * <p>The name of a file is bound to its bytes, without Lucene's {@code pending_}, so that
 * publishing a commit is a rename of the file system; every other rename writes the file anew.
 * Decrypted segments of open files are shared within a budget and overwritten when they leave it or
 * when their file or the directory closes. Reads for merges and for reading once go past that cache
 * as long as they go forward: who comes back to what it left (a merge that builds a graph of
 * vectors) is served from it.
 *
 * <p>It does not hide how many files there are, their names, lengths and times, and does not by
 * itself notice an older state of the whole folder.
 */
public final class EncryptedDirectory extends BaseDirectory {
  private static final String PENDING = "pending_";
  private static final int OUTPUT_BUFFER_BYTES = 8_192;

  private final Path folder;
  private final FileEncryption encryption;
  private final int segmentSize;
  private final SegmentCache cache;
  private final AtomicLong temporaryFiles = new AtomicLong();
  private final Set<SegmentedFile> openFiles = ConcurrentHashMap.newKeySet();
  private final Set<String> undeleted = ConcurrentHashMap.newKeySet();
  private final Set<String> unfinished = ConcurrentHashMap.newKeySet();
  private volatile boolean publishing;

  /** How much decrypted text may be held, and in which pieces. */
  public record Budget(long cacheBytes, int segmentBytes) {
    /** 64 MiB in pieces of one chunk of the file format. */
    public static final Budget STANDARD = new Budget(64L << 20, 0);

    /**
     * @param cacheBytes at most this many decrypted bytes of open files are held
     * @param segmentBytes plaintext bytes decrypted and held together; 0 means one chunk of the
     *     file format
     */
    public Budget {
      if (cacheBytes < 0 || segmentBytes < 0) {
        throw new IllegalArgumentException(
            "A budget has no negative sizes; found " + cacheBytes + " and " + segmentBytes);
      }
    }
  }

  /**
   * Opens a folder, creating it if it is not there.
   *
   * @param folder where the files lie
   * @param encryption what encrypts them
   * @param budget how much decrypted text may be held
   */
  public EncryptedDirectory(Path folder, FileEncryption encryption, Budget budget)
      throws IOException {
    super(new FolderLockFactory(create(folder)));
    this.folder = folder;
    this.encryption = encryption;
    this.segmentSize = budget.segmentBytes();
    this.cache = new SegmentCache(budget.cacheBytes());
  }

  @Override
  public String[] listAll() throws IOException {
    ensureOpen();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !undeleted.contains(name))
          .sorted()
          .toArray(String[]::new);
    }
  }

  @Override
  public long fileLength(String name) throws IOException {
    ensureOpen();
    requireReadable(name);
    if (isLock(name)) {
      return Files.size(folder.resolve(name));
    }
    try (EncryptedFileReader reader = encryption.open(folder.resolve(name), boundName(name))) {
      return reader.length();
    }
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    ensureOpen();
    retryDeletions();
    Path file = folder.resolve(name);
    return new OutputStreamIndexOutput(
        "EncryptedIndexOutput(name=\"" + name + "\")",
        name,
        startWriting(name, file),
        OUTPUT_BUFFER_BYTES);
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    while (true) {
      String name =
          IndexFileNames.segmentFileName(
              prefix,
              suffix + "_" + Long.toString(temporaryFiles.getAndIncrement(), Character.MAX_RADIX),
              "tmp");
      if (Files.exists(folder.resolve(name))) {
        continue;
      }
      return createOutput(name, context);
    }
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    ensureOpen();
    requireReadable(name);
    EncryptedFileReader reader = encryption.open(folder.resolve(name), boundName(name));
    SegmentedFile file =
        new SegmentedFile(
            name,
            reader,
            cache,
            segmentSize == 0 ? reader.chunkSize() : segmentSize,
            openFiles::remove);
    openFiles.add(file);
    if (!isOpen) {
      file.close();
      ensureOpen();
    }
    return new EncryptedIndexInput(
        "EncryptedIndexInput(name=\"" + name + "\")",
        file,
        isReadOnce(context)
            ? EncryptedIndexInput.Caching.PRIVATE
            : EncryptedIndexInput.Caching.SHARED);
  }

  @Override
  public void copyFrom(Directory from, String source, String target, IOContext context)
      throws IOException {
    boolean copied = false;
    IndexOutput created = createOutput(target, context);
    try (IndexOutput output = created;
        IndexInput input = from.openInput(source, IOContext.READONCE)) {
      output.copyBytes(input, input.length());
      copied = true;
    } finally {
      if (!copied) {
        IOUtils.deleteFilesIgnoringExceptions(this, target);
      }
    }
  }

  @Override
  public void rename(String source, String target) throws IOException {
    ensureOpen();
    requireReadable(source);
    retryDeletions();
    if (boundName(source).equals(boundName(target))) {
      encryption.publishing(folder, Optional.of(target));
      publishing = true;
      Files.move(folder.resolve(source), folder.resolve(target), StandardCopyOption.ATOMIC_MOVE);
    } else {
      encryptAnew(source, target);
    }
  }

  @Override
  public void deleteFile(String name) throws IOException {
    ensureOpen();
    requirePresent(name);
    delete(name);
    retryDeletions();
  }

  @Override
  public void sync(Collection<String> names) throws IOException {
    ensureOpen();
    for (String name : names) {
      IOUtils.fsync(folder.resolve(name), false);
    }
  }

  @Override
  public void syncMetaData() throws IOException {
    ensureOpen();
    IOUtils.fsync(folder, true);
    if (publishing) {
      publishing = false;
      encryption.published(folder);
    }
  }

  /** Deletes all files but locks. An index that was published before is gone then. */
  public void discard() throws IOException {
    ensureOpen();
    encryption.publishing(folder, Optional.empty());
    for (String name : listAll()) {
      if (!isLock(name)) {
        deleteFile(name);
      }
    }
  }

  /**
   * Asks whether an index was published here and is gone.
   *
   * @throws dev.sotto.storage.TamperedFileException if it is
   */
  public void requirePublished() throws IOException {
    encryption.requirePublished(folder);
  }

  @Override
  public Set<String> getPendingDeletions() throws IOException {
    retryDeletions();
    return Set.copyOf(undeleted);
  }

  /**
   * Closes the files that are still open and overwrites the decrypted segments that are held. Who
   * still reads gets an {@code AlreadyClosedException}. Idempotent.
   */
  @Override
  public synchronized void close() throws IOException {
    if (isOpen) {
      isOpen = false;
      IOUtils.close(openFiles);
      cache.close();
      retryDeletions();
    }
  }

  @Override
  public String toString() {
    return "EncryptedDirectory[" + folder.getFileName() + "]";
  }

  /** Returns how many decrypted bytes are held. */
  long cachedBytes() {
    return cache.residentBytes();
  }

  private OutputStream startWriting(String name, Path file) throws IOException {
    boolean added = unfinished.add(name);
    boolean started = false;
    try {
      OutputStream stream =
          new EncryptedOutputStream(
              encryption.create(file, boundName(name)), () -> unfinished.remove(name));
      started = true;
      return stream;
    } finally {
      if (!started && added) {
        unfinished.remove(name);
      }
    }
  }

  private void encryptAnew(String source, String target) throws IOException {
    boolean written = false;
    EncryptedFileWriter created = encryption.create(folder.resolve(target), boundName(target));
    try (EncryptedFileWriter writer = created;
        EncryptedFileReader reader = encryption.open(folder.resolve(source), boundName(source))) {
      byte[] chunk = new byte[reader.chunkSize()];
      for (long i = 0; i * reader.chunkSize() < reader.length(); i++) {
        writer.write(chunk, 0, reader.readChunk(i, chunk));
      }
      written = true;
    } finally {
      if (!written) {
        IOUtils.deleteFilesIgnoringExceptions(this, target);
      }
    }
    deleteFile(source);
  }

  private void delete(String name) throws IOException {
    try {
      Files.delete(folder.resolve(name));
      undeleted.remove(name);
    } catch (NoSuchFileException e) {
      undeleted.remove(name);
      throw e;
    } catch (IOException refused) {
      if (!Files.exists(folder.resolve(name))) {
        throw refused;
      }
      undeleted.add(name);
    }
  }

  private void retryDeletions() throws IOException {
    for (String name : undeleted) {
      delete(name);
    }
  }

  private void requirePresent(String name) throws IOException {
    if (undeleted.contains(name)) {
      throw new NoSuchFileException(name, null, "it was deleted");
    }
  }

  private void requireReadable(String name) throws IOException {
    requirePresent(name);
    if (unfinished.contains(name)) {
      throw new AccessDeniedException(name, null, "it is still being written");
    }
  }

  private static boolean isReadOnce(IOContext context) {
    return !context.hints().contains(DataAccessHint.RANDOM)
        && (context.context() == IOContext.Context.MERGE
            || context.hints().contains(ReadOnceHint.INSTANCE)
            || context.hints().contains(DataAccessHint.SEQUENTIAL));
  }

  private static boolean isLock(String name) {
    return name.endsWith(".lock");
  }

  private static String boundName(String name) {
    return name.startsWith(PENDING) ? name.substring(PENDING.length()) : name;
  }

  private static Path create(Path folder) throws IOException {
    try {
      return Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(folder)) {
        return folder;
      }
      throw e;
    }
  }
}
