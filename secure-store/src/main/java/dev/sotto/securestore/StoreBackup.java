package dev.sotto.securestore;

import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.key.MasterKey;
import dev.sotto.securestore.v1.BackupEntries;
import dev.sotto.securestore.v1.BackupPreamble;
import dev.sotto.securestore.v1.ChunkedFileReader;
import dev.sotto.securestore.v1.ChunkedFileWriter;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import dev.sotto.securestore.v1.KeySlots;
import dev.sotto.securestore.v1.KeyTable;
import dev.sotto.storage.StoreException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a store into one encrypted file and reads one back. Stateless. */
final class StoreBackup {
  private static final String LABEL = "sotto/backup/v1";
  private static final String UNFINISHED = ".unfinished";
  private static final int KEY_ID_BYTES = DataKey.ID_BYTES;

  private StoreBackup() {}

  /**
   * A store as it was at one time. Small files are held in memory, ledger and index are open, packs
   * and segments are kept on the disk until it is closed.
   */
  static final class Snapshot implements AutoCloseable {
    private final KeyRing.KeyFiles keys;
    private final RecordPacks.Pinned records;
    private final long size;
    private final Map<String, byte[]> documents;
    private final Map<String, FileChannel> open;
    private final Map<String, Long> lengths;

    Snapshot(
        KeyRing.KeyFiles keys,
        RecordPacks.Pinned records,
        long size,
        Map<String, byte[]> documents,
        Map<String, FileChannel> open,
        Map<String, Long> lengths) {
      this.keys = keys;
      this.records = records;
      this.size = size;
      this.documents = documents;
      this.open = open;
      this.lengths = lengths;
    }

    @Override
    public void close() throws IOException {
      try {
        for (FileChannel channel : open.values()) {
          channel.close();
        }
      } finally {
        records.close();
      }
    }

    @Override
    public String toString() {
      return "Snapshot[" + size + " records]";
    }
  }

  static BackupReport write(
      FileOperations operations,
      Path folder,
      KeyRing keys,
      Snapshot snapshot,
      Path target,
      BackupProgress progress)
      throws IOException {
    requireAbsent(target);
    Path parent = DurableFiles.folderOf(target);
    Path unfinished = target.resolveSibling("." + target.getFileName() + UNFINISHED);
    operations.delete(unfinished);
    boolean done = false;
    try {
      BackupPreamble preamble = new BackupPreamble(snapshot.keys.slots());
      byte[] derived = keys.derive(LABEL);
      ChunkedFiles files = files(operations, keys.storeId(), derived, keys.random());
      int count;
      String hash;
      ChunkedFileWriter writer = files.create(unfinished, preamble.encode(), preamble.boundName());
      try (writer) {
        Entries entries =
            new Entries(new BackupEntries.Writer(writer), total(folder, snapshot), progress);
        entries.addAll(folder, snapshot);
        hash = entries.out.end();
        count = entries.count;
        writer.closeDurably();
      }
      verify(files, unfinished, preamble, hash);
      requireAbsent(target);
      operations.replace(unfinished, target);
      operations.forceFolder(parent);
      done = true;
      return new BackupReport(count, snapshot.size, Files.size(target));
    } finally {
      if (!done) {
        deleteQuietly(operations, unfinished);
      }
    }
  }

  private static final class Entries {
    private final BackupEntries.Writer out;
    private final long total;
    private final BackupProgress progress;
    private long done;
    private int count;

    Entries(BackupEntries.Writer out, long total, BackupProgress progress) {
      this.out = out;
      this.total = total;
      this.progress = progress;
    }

    void addAll(Path folder, Snapshot snapshot) throws IOException {
      add("keys/" + KeyTable.FILE, snapshot.keys.table());
      add("records/" + RecordPacks.CATALOGUE, snapshot.records.catalogue());
      for (String name : snapshot.records.files()) {
        Path file = folder.resolve(PersonalStore.RECORDS).resolve(name);
        try (InputStream input = Files.newInputStream(file)) {
          add("records/" + name, Files.size(file), input);
        }
      }
      for (Map.Entry<String, byte[]> document : snapshot.documents.entrySet()) {
        add("documents/" + document.getKey(), document.getValue());
      }
      for (Map.Entry<String, FileChannel> file : snapshot.open.entrySet()) {
        long length = snapshot.lengths.getOrDefault(file.getKey(), 0L);
        file.getValue().position(0);
        add(file.getKey(), length, Channels.newInputStream(file.getValue()));
      }
    }

    private void add(String name, byte[] bytes) throws IOException {
      add(name, bytes.length, new ByteArrayInputStream(bytes));
    }

    private void add(String name, long length, InputStream input) throws IOException {
      out.write(name, length, new Counted(input));
      count++;
    }

    private final class Counted extends FilterInputStream {
      Counted(InputStream in) {
        super(in);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        done += Math.max(0, read);
        require(progress.goesOn(done, total));
        return read;
      }
    }
  }

  /** Reads a backup to its end, without writing anything, and returns how many files it holds. */
  private static void verify(ChunkedFiles files, Path file, BackupPreamble preamble, String hash)
      throws IOException {
    try (ChunkedFileReader reader =
        files.open(file, preamble.encode().length, preamble.boundName())) {
      String read = BackupEntries.read(file.getFileName().toString(), reader, new Discarding());
      if (!read.equals(hash)) {
        throw reader.tampered("it reads back as something else than was written");
      }
    }
  }

  /**
   * Restores a backup into a folder where nothing is. Everything is read before anything is
   * written, and the store is opened and every record of it read before its folder gets its name.
   */
  static BackupReport restore(
      FileOperations operations,
      Path backup,
      Path folder,
      KeyRing.Unlocking unlocking,
      BackupProgress progress,
      SecureRandom random)
      throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
        && (!Files.isDirectory(folder) || !DurableFiles.entries(folder).isEmpty())) {
      throw new StoreException(
          "A backup is restored into a folder of its own; there is something in "
              + folder
              + ". Name another with --store, or move it away first.");
    }
    BackupPreamble preamble = BackupPreamble.read(backup);
    KeySlots slots = KeySlots.decode(preamble.slots());
    try (MasterKey master = unlocking.unlock(slots)) {
      ChunkedFiles files = files(operations, slots.storeId(), master.derive(LABEL), random);
      long start = preamble.encode().length;
      String name = backup.getFileName().toString();
      try (ChunkedFileReader reader = files.open(backup, start, preamble.boundName())) {
        long total = 2 * reader.length();
        String hash =
            BackupEntries.read(name, reader, new Watched(new Discarding(), progress, 0, total));
        requireRoom(folder, reader.length());
        Path unfinished = folder.resolveSibling(folder.getFileName() + UNFINISHED);
        boolean done = false;
        try {
          Extracting extracting = new Extracting(operations, unfinished, slots.encode());
          String again =
              BackupEntries.read(
                  name, reader, new Watched(extracting, progress, reader.length(), total));
          if (!again.equals(hash)) {
            throw reader.tampered("it was changed while it was read");
          }
          extracting.finish();
          describe(operations, unfinished, master, random);
          long records = checked(operations, unfinished, master, random);
          publish(operations, unfinished, folder);
          done = true;
          return new BackupReport(extracting.files, records, Files.size(backup));
        } finally {
          if (!done && Files.exists(unfinished, LinkOption.NOFOLLOW_LINKS)) {
            DurableFiles.empty(operations, unfinished);
            operations.delete(unfinished);
          }
        }
      }
    }
  }

  /**
   * Gives a restored store its name: from here on it can be opened. Whoever opens it with an anchor
   * is asked whether it was restored.
   */
  private static void publish(FileOperations operations, Path unfinished, Path folder)
      throws IOException {
    operations.forceFolder(unfinished);
    operations.replace(unfinished, folder);
    operations.forceFolder(DurableFiles.folderOf(folder));
  }

  /** Writes the manifest of what was restored; its epoch is lower than any that was seen before. */
  private static void describe(
      FileOperations operations, Path folder, MasterKey master, SecureRandom random)
      throws IOException {
    byte[] copy = master.copyForSlot();
    try (KeyRing keys =
        KeyRing.unlock(
            operations, folder.resolve(PersonalStore.KEYS), slots -> new MasterKey(copy), random)) {
      StoreManifest manifest = StoreManifest.unwritten(operations, folder, keys);
      Path documents = folder.resolve(PersonalStore.DOCUMENTS);
      PersonalStore.beginManifest(
          folder,
          keys,
          new SealedFiles(operations, documents, keys, Access.READ, manifest),
          manifest);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  private static long checked(
      FileOperations operations, Path folder, MasterKey master, SecureRandom random)
      throws IOException {
    byte[] copy = master.copyForSlot();
    try (PersonalStore store =
        PersonalStore.open(
            operations,
            folder,
            slots -> new MasterKey(copy),
            Access.READ,
            RecordPacks.Limits.STANDARD,
            random,
            AgeCheck.NONE,
            StoreManifest.Mismatch.REFUSE)) {
      for (var source : store.records().sources()) {
        for (var id : store.records().recordIds(source.id())) {
          store.records().find(id);
        }
      }
      return store.records().size();
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  private static final class Discarding implements BackupEntries.Receiver {
    @Override
    public void begin(String name, long length) {}

    @Override
    public void bytes(byte[] bytes, int length) {}

    @Override
    public void end() {}
  }

  private static final class Watched implements BackupEntries.Receiver {
    private final BackupEntries.Receiver receiver;
    private final BackupProgress progress;
    private final long total;
    private long done;

    Watched(BackupEntries.Receiver receiver, BackupProgress progress, long done, long total) {
      this.receiver = receiver;
      this.progress = progress;
      this.done = done;
      this.total = total;
    }

    @Override
    public void begin(String name, long length) throws IOException {
      receiver.begin(name, length);
    }

    @Override
    public void bytes(byte[] bytes, int length) throws IOException {
      receiver.bytes(bytes, length);
      done += length;
      require(progress.goesOn(done, total));
    }

    @Override
    public void end() throws IOException {
      receiver.end();
    }
  }

  private static final class Extracting implements BackupEntries.Receiver {
    private final FileOperations operations;
    private final Path folder;
    private final List<Path> folders = new ArrayList<>();
    private @Nullable FileChannel channel;
    private int files;

    Extracting(FileOperations operations, Path folder, byte[] slots) throws IOException {
      this.operations = operations;
      this.folder = folder;
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        DurableFiles.empty(operations, folder);
        operations.delete(folder);
      }
      operations.createFolder(folder);
      operations.create(folder.resolve(StoreLock.FILE)).close();
      for (String name :
          List.of(
              PersonalStore.KEYS,
              PersonalStore.RECORDS,
              PersonalStore.DOCUMENTS,
              PersonalStore.INDEX,
              PersonalStore.LEDGER)) {
        Path part = folder.resolve(name);
        operations.createFolder(part);
        folders.add(part);
      }
      DurableFiles.replace(
          operations, folder.resolve(PersonalStore.KEYS).resolve(KeySlots.FILE), slots);
    }

    @Override
    public void begin(String name, long length) throws IOException {
      channel = operations.create(folder.resolve(name));
      files++;
    }

    @Override
    public void bytes(byte[] bytes, int length) throws IOException {
      FileChannel open = channel;
      if (open != null) {
        operations.write(open, ByteBuffer.wrap(bytes, 0, length));
      }
    }

    @Override
    public void end() throws IOException {
      FileChannel open = channel;
      channel = null;
      if (open != null) {
        try (open) {
          operations.force(open);
        }
      }
    }

    void finish() throws IOException {
      for (Path part : folders) {
        if (part.endsWith(PersonalStore.LEDGER) && DurableFiles.entries(part).isEmpty()) {
          operations.delete(part);
        } else {
          operations.forceFolder(part);
        }
      }
    }
  }

  /** Opens the files of the index that are there, or none if it changes all the time. */
  static void openIndex(Path folder, Map<String, FileChannel> open, Map<String, Long> lengths)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Map<String, FileChannel> index = new TreeMap<>();
    for (Path file : DurableFiles.entries(folder)) {
      String name = "index/" + file.getFileName();
      if (BackupEntries.isName(name)
          && !name.endsWith(".lock")
          && !name.endsWith(".tmp")
          && !name.startsWith("index/pending_")) {
        try {
          openOne(name, file, index, lengths);
        } catch (NoSuchFileException changing) {
          for (FileChannel opened : index.values()) {
            opened.close();
          }
          return;
        }
      }
    }
    open.putAll(index);
  }

  static void openOne(
      String name, Path file, Map<String, FileChannel> open, Map<String, Long> lengths)
      throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    open.put(name, channel);
    lengths.put(name, channel.size());
  }

  private static long total(Path folder, Snapshot snapshot) throws IOException {
    long total = 0;
    for (String name : snapshot.records.files()) {
      total += Files.size(folder.resolve(PersonalStore.RECORDS).resolve(name));
    }
    for (long length : snapshot.lengths.values()) {
      total += length;
    }
    return total;
  }

  private static ChunkedFiles files(
      FileOperations operations, byte[] storeId, byte[] derived, SecureRandom random) {
    try {
      DataKey key =
          new DataKey(KeyPurpose.BACKUP, "", Arrays.copyOf(storeId, KEY_ID_BYTES), derived);
      return new ChunkedFiles(operations, storeId, FileKind.BACKUP, key, random);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  private static void require(boolean goesOn) throws InterruptedIOException {
    if (!goesOn) {
      throw new InterruptedIOException("Stopped; nothing was written");
    }
  }

  private static void requireAbsent(Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException(
          "There is something at " + file + " already. Name a file that is not there yet.");
    }
  }

  private static void requireRoom(Path folder, long bytes) {
    long usable = DurableFiles.folderOf(folder).toFile().getUsableSpace();
    if (usable > 0 && usable < bytes) {
      throw new StoreException(
          "Restoring needs %d bytes beside %s; %d are free. Make room, or name another place with --store."
              .formatted(bytes, folder, usable));
    }
  }

  private static void deleteQuietly(FileOperations operations, Path file) {
    try {
      operations.delete(file);
    } catch (IOException leftBehind) {
      return;
    }
  }
}
