package dev.sotto.securestore;

import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.Method;
import dev.sotto.record.RecordId;
import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.securestore.v1.FileMark;
import dev.sotto.securestore.v1.KeySlot;
import dev.sotto.securestore.v1.KeySlots;
import dev.sotto.securestore.v1.LedgerFile;
import dev.sotto.securestore.v1.LedgerHead;
import dev.sotto.securestore.v1.Manifest;
import dev.sotto.securestore.v1.StoredFile;
import dev.sotto.storage.FileEncryption;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.SealedDocuments;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.storage.WrongPassphraseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One person's encrypted store, unlocked: a folder with key slots and key table, original records,
 * index files and small documents. Everything in it is encrypted and authenticated; only the owner
 * can read folder and files.
 *
 * <p>What it hands out is safe for all threads and usable until {@link #close}, which wipes the
 * keys as far as the Java heap allows. It does not hide how many files there are, their sizes and
 * times. That a file was replaced by an older one is noticed; that the whole folder was, by an
 * {@link AgeCheck} alone.
 */
public final class PersonalStore implements AutoCloseable {
  static final String KEYS = "keys";
  static final String RECORDS = "records";
  static final String DOCUMENTS = "documents";
  static final String INDEX = "index";
  static final String LEDGER = "ledger";
  private static final String QUARANTINE = "quarantine";

  private final FileOperations operations;
  private final Path folder;
  private final Access access;
  private final StoreLock lock;
  private final KeyRing keys;
  private final RecordPacks records;
  private final IndexFiles indexFiles;
  private final SealedFiles documents;
  private final StoreManifest manifest;
  private final KeyRotation rotation;
  private final RememberedDeletions deletions;
  private @Nullable MerkleLedger ledger;
  private boolean closed;

  private PersonalStore(
      FileOperations operations,
      Path folder,
      Access access,
      StoreLock lock,
      KeyRing keys,
      RecordPacks records,
      IndexFiles indexFiles,
      SealedFiles documents,
      StoreManifest manifest) {
    this.manifest = manifest;
    this.operations = operations;
    this.folder = folder;
    this.access = access;
    this.lock = lock;
    this.keys = keys;
    this.records = records;
    this.indexFiles = indexFiles;
    this.documents = documents;
    this.rotation =
        new KeyRotation(
            List.of(folder.resolve(RECORDS), folder.resolve(DOCUMENTS), folder.resolve(INDEX)),
            keys,
            records,
            documents,
            indexFiles);
    this.deletions = new RememberedDeletions(documents, keys);
  }

  /**
   * Creates a store and opens it for writing. A process that ends in between leaves no store
   * behind.
   *
   * @param folder where; must not exist or be empty; its parent folder must exist
   * @param passphrase unlocks it from now on; stays the caller's
   * @param preset how much work trying a passphrase takes
   * @param random makes all keys
   * @throws StoreException if there is something in the folder
   */
  public static NewStore create(
      Path folder, Passphrase passphrase, KeyDerivationPreset preset, SecureRandom random)
      throws IOException {
    return create(folder, passphrase, preset, random, Anchor.NONE);
  }

  /**
   * Creates a store and opens it for writing, as {@link #create(Path, Passphrase,
   * KeyDerivationPreset, SecureRandom)} does.
   *
   * @param anchor remembers what is seen of it
   */
  public static NewStore create(
      Path folder,
      Passphrase passphrase,
      KeyDerivationPreset preset,
      SecureRandom random,
      Anchor anchor)
      throws IOException {
    return create(FileOperations.onDisk(), folder, passphrase, preset, random, anchor);
  }

  /**
   * Unlocks a store by its passphrase.
   *
   * @throws WrongPassphraseException if it is another one
   * @throws StoreException if there is no store, or another process uses it
   * @throws TamperedFileException if a file without which nothing can be read is damaged
   */
  public static PersonalStore unlock(Path folder, Passphrase passphrase, Access access)
      throws IOException {
    return unlock(folder, passphrase, access, () -> {});
  }

  /**
   * Unlocks a store by its passphrase.
   *
   * @param derived told once the passphrase has been stretched and was the right one
   * @throws WrongPassphraseException if it is another one
   * @throws StoreException if there is no store, or another process uses it
   * @throws TamperedFileException if a file without which nothing can be read is damaged
   */
  public static PersonalStore unlock(
      Path folder, Passphrase passphrase, Access access, Runnable derived) throws IOException {
    return unlock(folder, passphrase, access, AgeCheck.NONE, derived);
  }

  /**
   * Unlocks a store by its passphrase and holds it against what was seen of it before.
   *
   * @param check notices an older copy of the whole store
   * @param derived told once the passphrase has been stretched and was the right one
   * @throws OlderStoreException if it is older than last seen and was not restored
   * @throws WrongPassphraseException if it is another one
   * @throws StoreException if there is no store, or another process uses it
   * @throws TamperedFileException if a file without which nothing can be read is damaged, or one
   *     does not belong to the others
   */
  public static PersonalStore unlock(
      Path folder, Passphrase passphrase, Access access, AgeCheck check, Runnable derived)
      throws IOException {
    return unlock(folder, passphrase, access, check, derived, StoreManifest.Mismatch.REFUSE);
  }

  /**
   * Unlocks a store as {@link #unlock(Path, Passphrase, Access, AgeCheck, Runnable)} does, also if
   * files of it do not belong together: {@link #mismatches} names those. To find out what can be
   * read, and to mend it: opened for writing, what is there counts from then on.
   */
  public static PersonalStore unlockMismatched(
      Path folder, Passphrase passphrase, Access access, AgeCheck check) throws IOException {
    return unlock(folder, passphrase, access, check, () -> {}, StoreManifest.Mismatch.REPORT);
  }

  private static PersonalStore unlock(
      Path folder,
      Passphrase passphrase,
      Access access,
      AgeCheck check,
      Runnable derived,
      StoreManifest.Mismatch mismatch)
      throws IOException {
    return open(
        FileOperations.onDisk(),
        folder,
        slots -> {
          var keys = slots.unlock(passphrase);
          derived.run();
          return keys;
        },
        access,
        RecordPacks.Limits.STANDARD,
        new SecureRandom(),
        check,
        mismatch);
  }

  /**
   * Unlocks a store by its recovery code.
   *
   * @throws WrongPassphraseException if it is another one
   * @throws StoreException if there is no store, or another process uses it
   * @throws TamperedFileException if a file without which nothing can be read is damaged
   */
  public static PersonalStore unlock(Path folder, RecoveryCode code, Access access)
      throws IOException {
    return unlock(folder, code, access, AgeCheck.NONE);
  }

  /**
   * Unlocks a store by its recovery code and holds it against what was seen of it before.
   *
   * @param check notices an older copy of the whole store
   * @throws OlderStoreException if it is older than last seen and was not restored
   * @throws WrongPassphraseException if it is another one
   * @throws StoreException if there is no store, or another process uses it
   * @throws TamperedFileException if a file without which nothing can be read is damaged, or one
   *     does not belong to the others
   */
  public static PersonalStore unlock(Path folder, RecoveryCode code, Access access, AgeCheck check)
      throws IOException {
    return open(
        FileOperations.onDisk(),
        folder,
        slots -> slots.unlock(code),
        access,
        RecordPacks.Limits.STANDARD,
        new SecureRandom(),
        check,
        StoreManifest.Mismatch.REFUSE);
  }

  /** Returns whether there is a store in a folder, without opening it. */
  public static boolean exists(Path folder) {
    return Files.exists(folder.resolve(KEYS).resolve(KeySlots.FILE));
  }

  /** Returns what was found when the store was held against its anchor. */
  public StoreAge age() {
    return manifest.age();
  }

  /**
   * Returns the names of files that are whole and do not belong to the others, so that they are
   * older; empty unless the store was opened by {@link #unlockMismatched}.
   */
  public List<String> mismatches() {
    return manifest.mismatches();
  }

  /**
   * Reads the whole store but its index: every pack to its last chunk, every record, every
   * document, the ledger. Takes time in proportion to the store.
   *
   * @param clock as in {@link #ledger}
   */
  public StoreReport check(Clock clock, StoreCheckListener listener) throws IOException {
    List<StoreDamage> damage = new ArrayList<>();
    int packs = records.check(listener, damage);
    int read = documents.check(damage);
    long entries = 0;
    if (!keys.keys(KeyPurpose.LEDGER).isEmpty()) {
      try {
        entries = ledger(clock).verify();
      } catch (TamperedFileException e) {
        damage.add(new StoreDamage(e.file(), StoreDamage.Kind.UNREADABLE, List.of()));
      }
    }
    for (String file : mismatches()) {
      damage.add(new StoreDamage(file, StoreDamage.Kind.OLDER, List.of()));
    }
    return new StoreReport(
        packs,
        records.size() - damage.stream().mapToLong(found -> found.records().size()).sum(),
        read,
        entries,
        damage);
  }

  /**
   * Moves damaged packs and documents to the folder {@code quarantine} in the store. Records that
   * can still be read are written anew, the others are removed from the catalogue, so that the next
   * import reads them again where their source is still there. Ledger and index are left as they
   * are.
   *
   * @param damage what {@link #check} found
   * @return the records that were removed
   */
  public synchronized List<RecordId> quarantine(List<StoreDamage> damage) throws IOException {
    requireWritable();
    Path quarantine = folder.resolve(QUARANTINE);
    List<RecordId> lost = new ArrayList<>();
    for (StoreDamage found : damage) {
      if (found.kind() == StoreDamage.Kind.UNREADABLE && !found.file().equals(LedgerFile.FILE)) {
        if (!Files.isDirectory(quarantine)) {
          operations.createFolder(quarantine);
          operations.forceFolder(folder);
        }
        if (StoredFile.isPackName(found.file())) {
          records.quarantine(found.file(), quarantine);
          lost.addAll(found.records());
        } else {
          documents.quarantine(found.file(), quarantine);
        }
      }
    }
    return lost;
  }

  /** Returns the original records. */
  public RecordStore records() {
    return records;
  }

  /** Returns the encryption of the search index's files; it follows {@link #newIndexEpoch}. */
  public FileEncryption indexFiles() {
    return indexFiles;
  }

  /** Returns the folder that the search index's files belong in. */
  public Path indexFolder() {
    return folder.resolve(INDEX);
  }

  /** Returns the small documents. */
  public SealedDocuments documents() {
    return documents;
  }

  /** Returns what moves the store to new keys. */
  public KeyRotation rotation() {
    return rotation;
  }

  /** Returns which items are to stay forgotten. */
  public RememberedDeletions deletions() {
    return deletions;
  }

  /**
   * Returns the ledger, which is opened when it is first asked for; everything else can be used
   * beside a damaged one. A store that has none yet gets one.
   *
   * @param clock gives the time of entries that the ledger makes itself; that of the first call
   *     counts
   * @throws TamperedFileException if it is damaged
   * @throws StoreException if there is none yet and the store was opened for reading
   */
  public synchronized ConsentLedger ledger(Clock clock) throws IOException {
    if (closed) {
      throw new IllegalStateException("The store is closed; unlock it again");
    }
    MerkleLedger open = ledger;
    if (open == null) {
      open = MerkleLedger.open(operations, folder.resolve(LEDGER), keys, access, clock, manifest);
      ledger = open;
    }
    return open;
  }

  /**
   * Destroys the key of the index's files, empties its folder and starts with a new key: the way to
   * begin again with a damaged index. The index must be closed.
   */
  public synchronized void newIndexEpoch() throws IOException {
    requireWritable();
    synchronized (rotation) {
      indexFiles.startEpoch();
      DurableFiles.empty(operations, indexFolder());
      operations.forceFolder(indexFolder());
    }
  }

  /**
   * Replaces the passphrase; the old one no longer unlocks the store. Nothing is encrypted again.
   */
  public synchronized void changePassphrase(Passphrase passphrase, KeyDerivationPreset preset)
      throws IOException {
    requireWritable();
    keys.changePassphrase(passphrase, preset);
  }

  /**
   * Replaces one of several passphrases; the others still unlock the store.
   *
   * @param old the one to be replaced
   * @throws WrongPassphraseException if the old one does not unlock the store
   */
  public synchronized void changePassphrase(
      Passphrase old, Passphrase passphrase, KeyDerivationPreset preset) throws IOException {
    requireWritable();
    keys.changePassphrase(old, passphrase, preset);
  }

  /** Returns the ways to unlock the store, as anybody can see them who has its folder. */
  public List<KeySlot> keySlots() {
    return keys.slots();
  }

  /**
   * Lets one more passphrase unlock the store.
   *
   * @throws StoreException if there are as many ways to unlock it as there can be
   */
  public synchronized void addPassphrase(Passphrase passphrase, KeyDerivationPreset preset)
      throws IOException {
    requireWritable();
    keys.addPassphrase(passphrase, preset);
  }

  /**
   * Removes one way to unlock the store.
   *
   * @param number as {@link #keySlots} gives it
   * @throws StoreException if it is the last passphrase, or there is no such slot
   */
  public synchronized void removeKeySlot(int number) throws IOException {
    requireWritable();
    keys.removeSlot(number);
  }

  /**
   * Replaces the recovery code; the old one no longer unlocks the store. The caller shows the new
   * one and closes it.
   */
  public synchronized RecoveryCode replaceRecoveryCode() throws IOException {
    requireWritable();
    return keys.replaceRecoveryCode();
  }

  /**
   * Writes the store as it is now into one encrypted file, which whatever unlocks the store now
   * unlocks too, and reads it back. Reading and writing go on meanwhile; what is written after the
   * beginning is not in it. The search index is in it unless it changes at that moment; it can be
   * built again from the records.
   *
   * @param file where; must not exist; appears only when it is complete
   * @throws StoreException if there is something at its place
   */
  public BackupReport backup(Path file, BackupProgress progress) throws IOException {
    try (StoreBackup.Snapshot snapshot = snapshot()) {
      return StoreBackup.write(operations, folder, keys, snapshot, file, progress);
    }
  }

  /**
   * Restores a backup into a folder, which is a store then.
   *
   * @param folder must not exist or be empty; its parent folder must exist
   * @throws WrongPassphraseException if the passphrase is none that unlocked the store when the
   *     backup was made
   * @throws TamperedFileException if the backup is damaged; nothing is restored then
   */
  public static BackupReport restore(
      Path backup, Path folder, Passphrase passphrase, BackupProgress progress) throws IOException {
    return restore(backup, folder, slots -> slots.unlock(passphrase), progress);
  }

  /**
   * Restores a backup into a folder, by its recovery code.
   *
   * @throws WrongPassphraseException if the code is none of the backup
   * @throws TamperedFileException if the backup is damaged; nothing is restored then
   */
  public static BackupReport restore(
      Path backup, Path folder, RecoveryCode code, BackupProgress progress) throws IOException {
    return restore(backup, folder, slots -> slots.unlock(code), progress);
  }

  private static BackupReport restore(
      Path backup, Path folder, KeyRing.Unlocking unlocking, BackupProgress progress)
      throws IOException {
    return StoreBackup.restore(
        FileOperations.onDisk(), backup, folder, unlocking, progress, new SecureRandom());
  }

  private synchronized StoreBackup.Snapshot snapshot() throws IOException {
    if (closed) {
      throw new IllegalStateException("The store is closed; unlock it again");
    }
    Object ledgerOrNothing = ledger == null ? lock : ledger;
    Map<String, FileChannel> open = new TreeMap<>();
    Map<String, Long> lengths = new TreeMap<>();
    synchronized (rotation) {
      synchronized (records) {
        synchronized (ledgerOrNothing) {
          Path log = folder.resolve(LEDGER).resolve(LedgerFile.FILE);
          if (Files.exists(log)) {
            StoreBackup.openOne("ledger/" + LedgerFile.FILE, log, open, lengths);
          }
          StoreBackup.openIndex(indexFolder(), open, lengths);
          return new StoreBackup.Snapshot(
              keys.onDisk(), records.pin(), records.size(), documents.onDisk(), open, lengths);
        }
      }
    }
  }

  /** Locks the store: closes its files, wipes its keys, lets other processes in. Idempotent. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      settle();
    } finally {
      records.close();
      documents.close();
      MerkleLedger open = ledger;
      if (open != null) {
        open.close();
      }
      indexFiles.close();
      keys.close();
      lock.close();
    }
  }

  @Override
  public String toString() {
    return "PersonalStore[" + access + (closed ? ", closed]" : "]");
  }

  static NewStore create(
      FileOperations operations,
      Path folder,
      Passphrase passphrase,
      KeyDerivationPreset preset,
      SecureRandom random,
      Anchor anchor)
      throws IOException {
    if (exists(folder)) {
      throw new StoreException(
          "There is a store in " + folder + " already. Unlock it, or choose another folder.");
    }
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
        && (!Files.isDirectory(folder) || !DurableFiles.entries(folder).isEmpty())) {
      throw new StoreException(
          "A store needs a folder of its own; "
              + folder
              + " is not an empty folder. Choose another.");
    }
    Path parent = DurableFiles.folderOf(folder);
    Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
    if (Files.exists(unfinished, LinkOption.NOFOLLOW_LINKS)) {
      DurableFiles.empty(operations, unfinished);
      operations.delete(unfinished);
    }
    RecoveryCode recoveryCode = RecoveryCode.random(random);
    operations.createFolder(unfinished);
    operations.create(unfinished.resolve(StoreLock.FILE)).close();
    operations.createFolder(unfinished.resolve(INDEX));
    operations.createFolder(unfinished.resolve(DOCUMENTS));
    try (KeyRing keys =
        KeyRing.create(
            operations, unfinished.resolve(KEYS), passphrase, preset, recoveryCode, random)) {
      keys.replace(
          List.of(
              DataKey.random(KeyPurpose.INDEX, "1", random),
              DataKey.random(KeyPurpose.DOCUMENTS, "", random)),
          key -> false);
      FileMark catalogue = RecordPacks.create(operations, unfinished.resolve(RECORDS), keys);
      Map<String, FileMark> present = new HashMap<>(keys.marks());
      present.put(StoreManifest.CATALOGUE, catalogue);
      StoreManifest.unwritten(operations, unfinished, keys)
          .begin(present, Map.of(), LedgerHead.NONE);
    }
    operations.forceFolder(unfinished);
    operations.replace(unfinished, folder);
    operations.forceFolder(parent);
    PersonalStore store =
        open(
            operations,
            folder,
            slots -> slots.unlock(recoveryCode),
            Access.WRITE,
            RecordPacks.Limits.STANDARD,
            random,
            new AgeCheck(anchor, RestoredQuestion.NO, Clock.systemUTC()),
            StoreManifest.Mismatch.REFUSE);
    return new NewStore(store, recoveryCode);
  }

  static PersonalStore open(
      FileOperations operations,
      Path folder,
      KeyRing.Unlocking unlocking,
      Access access,
      RecordPacks.Limits limits,
      SecureRandom random,
      AgeCheck check,
      StoreManifest.Mismatch mismatch)
      throws IOException {
    if (!Files.isDirectory(folder) || DurableFiles.entries(folder).isEmpty()) {
      throw new StoreException(
          "There is no store in " + folder + ". Create one first, or check the folder's name.");
    }
    StoreLock lock = StoreLock.acquire(folder, access);
    try {
      KeyRing keys = KeyRing.unlock(operations, folder.resolve(KEYS), unlocking, random);
      try {
        StoreManifest manifest =
            StoreManifest.open(operations, folder, keys, check, access, mismatch);
        PersonalStore store = open(operations, folder, access, lock, keys, limits, manifest);
        if (access == Access.WRITE) {
          store.bringUpToDate(check.clock());
        }
        return store;
      } catch (IOException | RuntimeException e) {
        keys.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static PersonalStore open(
      FileOperations operations,
      Path folder,
      Access access,
      StoreLock lock,
      KeyRing keys,
      RecordPacks.Limits limits,
      StoreManifest manifest)
      throws IOException {
    for (Map.Entry<String, FileMark> found : keys.marks().entrySet()) {
      manifest.require(found.getKey(), found.getValue());
    }
    Path catalogue = folder.resolve(RECORDS);
    if (manifest.mismatches().isEmpty()
        && manifest.allows(StoreManifest.CATALOGUE, RecordPacks.mark(catalogue))) {
      manifest.holdAgainstAnchor();
    }
    keys.announceTo(manifest);
    if (keys.newestFirst(KeyPurpose.DOCUMENTS, "").isEmpty()) {
      throw new TamperedFileException("table", "it lacks the key of the documents");
    }
    RecordPacks records = RecordPacks.open(operations, catalogue, keys, access, limits, manifest);
    manifest.holdAgainstAnchor();
    if (access == Access.WRITE) {
      keys.deleteUnfinished();
      operations.delete(DurableFiles.unfinished(folder.resolve(Manifest.FILE)));
      for (String name : List.of(INDEX, DOCUMENTS)) {
        if (!Files.isDirectory(folder.resolve(name))) {
          operations.createFolder(folder.resolve(name));
        }
      }
      DurableFiles.deleteUnfinished(operations, folder.resolve(DOCUMENTS));
    }
    SealedFiles documents =
        new SealedFiles(operations, folder.resolve(DOCUMENTS), keys, access, manifest);
    if (manifest.isActive()) {
      documents.holdAgainstManifest();
      MerkleLedger.holdAgainst(manifest, folder.resolve(LEDGER), keys);
    }
    return new PersonalStore(
        operations,
        folder,
        access,
        lock,
        keys,
        records,
        new IndexFiles(operations, keys, manifest),
        documents,
        manifest);
  }

  /** Brings manifest and anchor to what was found, and makes a manifest where there is none. */
  private void bringUpToDate(Clock clock) throws IOException {
    if (!manifest.isActive()) {
      indexFiles.adopt(IndexFiles.marks(indexFolder()));
      beginManifest(folder, keys, documents, manifest);
    } else {
      indexFiles.deleteLeftovers(indexFolder());
    }
    if (!keys.hasManifest()) {
      keys.rewriteTable();
    }
    if (manifest.age() == StoreAge.RESTORED) {
      ledger(clock)
          .append(
              new LedgerEntry.StoreRestored(
                  clock.instant(),
                  manifest.lastSeen(),
                  manifest.epoch(),
                  Decision.byPerson(Method.COMMAND)));
      manifest.acceptAge();
    }
    settle();
  }

  /** Writes the first manifest of the files that are there. */
  static void beginManifest(
      Path folder, KeyRing keys, SealedFiles documents, StoreManifest manifest) throws IOException {
    Map<String, FileMark> present = new HashMap<>(keys.marks());
    present.put(StoreManifest.CATALOGUE, RecordPacks.mark(folder.resolve(RECORDS)));
    present.putAll(documents.marks());
    manifest.begin(
        present,
        IndexFiles.marks(folder.resolve(INDEX)),
        MerkleLedger.head(folder.resolve(LEDGER), keys));
  }

  private void settle() throws IOException {
    if (access == Access.WRITE) {
      indexFiles.settle(indexFolder());
      manifest.settle();
    }
  }

  private void requireWritable() {
    if (closed) {
      throw new IllegalStateException("The store is closed; unlock it again");
    }
    if (access != Access.WRITE) {
      throw new StoreException(
          "The store was opened for reading. Open it for writing to change it.");
    }
  }
}
