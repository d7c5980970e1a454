package dev.sotto.securestore;

import dev.sotto.record.SourceId;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.v1.ByteSets;
import dev.sotto.storage.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Moves a store from keys that are to be destroyed to new ones, in bounded steps between which it
 * is read and written as always:
 *
 * <ol>
 *   <li>{@link #begin} notes the keys that leave and adds their successors, under which everything
 *       lies that is written from then on;
 *   <li>{@link #step} rewrites packs, documents and the catalogue; whoever has the index rewrites
 *       its old files through {@link PersonalStore#indexFiles};
 *   <li>{@link #finish} tries the old keys on every file of the store, and destroys them if none
 *       opens; what can't be read keeps its key and is named.
 * </ol>
 *
 * <p>Until the last step both keys are in the table, so a process may end at any time; the next one
 * goes on where it was. What was removed from the records before {@code begin} can't be decrypted
 * with any key of the table after {@code finish}, not even from old bytes that a disk has kept. The
 * ledger's key is not part of it. Safe for all threads.
 */
public final class KeyRotation {
  private static final String DOCUMENT = "key-rotation";
  private static final String ALL = "00".repeat(DataKey.ID_BYTES);
  private static final long STEP_BYTES = 4L << 20;

  private final List<Path> folders;
  private final KeyRing keys;
  private final RecordPacks records;
  private final SealedFiles documents;
  private final IndexFiles indexFiles;
  private final Set<String> damagedPacks = new HashSet<>();
  private final Set<String> damagedDocuments = new HashSet<>();

  KeyRotation(
      List<Path> folders,
      KeyRing keys,
      RecordPacks records,
      SealedFiles documents,
      IndexFiles indexFiles) {
    this.folders = List.copyOf(folders);
    this.keys = keys;
    this.records = records;
    this.documents = documents;
    this.indexFiles = indexFiles;
  }

  /**
   * Goes on with a rotation of every key but the ledger's that was begun and not finished, or
   * begins one, with which a smaller one that is under way is done too.
   */
  public synchronized void resumeOrBeginAll() throws IOException {
    if (!isUnderWay() || !noted().contains(ALL)) {
      begin(key -> key.purpose() != KeyPurpose.LEDGER);
      Set<String> noted = new HashSet<>(noted());
      noted.add(ALL);
      note(noted);
    }
  }

  /**
   * Begins to replace what is needed to erase records that were removed: the keys of their sources,
   * of catalogue, documents and index.
   */
  public synchronized void begin(Collection<SourceId> sources) throws IOException {
    begin(concerns(sources));
  }

  /** Returns copies of the keys that {@link #begin} would replace, for a probe afterwards. */
  public synchronized FormerKeys copies(Collection<SourceId> sources) {
    return new FormerKeys(folders, keys, keys.all().stream().filter(concerns(sources)).toList());
  }

  /** Returns copies of the keys that are being replaced, for a probe afterwards. */
  public synchronized FormerKeys leaving() throws IOException {
    return new FormerKeys(folders, keys, leavingKeys());
  }

  /** Returns whether a rotation was begun and not finished. */
  public synchronized boolean isUnderWay() throws IOException {
    return !leavingKeys().isEmpty();
  }

  /** Returns how many bytes of records are still to be written anew. */
  public synchronized long recordBytesLeft() throws IOException {
    return records.bytesUnder(leavingPredicate());
  }

  /**
   * Writes some packs, one document or the catalogue anew. Packs and documents that can't be read
   * are left as they are; {@link #finish} names them.
   *
   * @return false if nothing that can be read of them lies under an old key any more
   */
  public synchronized boolean step() throws IOException {
    Predicate<DataKey> leaving = leavingPredicate();
    addSuccessors(leaving);
    if (records.rewritePacks(leaving, STEP_BYTES, damagedPacks) > 0
        || documents.rewriteOne(leaving, damagedDocuments)) {
      return true;
    }
    if (records.isCatalogueUnder(leaving)) {
      records.rewriteCatalogue();
      return true;
    }
    return false;
  }

  /** Returns how many files of the store lie under keys that are being replaced. */
  public synchronized int filesLeft() throws IOException {
    return KeyScan.of(folders, keys, leavingKeys()).opened();
  }

  /**
   * Destroys the old keys, but those under which a pack or document lies that can't be read: such a
   * key is destroyed when {@link PersonalStore#quarantine} has moved the file aside and this is
   * called again, in this process or a later one.
   *
   * @return what can't be read and keeps its key; empty if the rotation is at its end
   * @throws StoreException if another file still lies under one of the keys, or a backup keeps such
   *     files
   */
  public synchronized List<StoreDamage> finish() throws IOException {
    if (records.isPinned()) {
      throw new StoreException(
          "Old keys can't be destroyed while a backup is being written, which keeps files under"
              + " them. Run it again when the backup is done.");
    }
    Predicate<DataKey> leaving = leavingPredicate();
    List<DamagedFile> damaged = new ArrayList<>(records.damagedUnder(leaving));
    damaged.addAll(documents.damagedUnder(leaving));
    Set<String> names = new HashSet<>();
    Set<String> kept = new HashSet<>();
    for (DamagedFile file : damaged) {
      names.add(file.damage().file());
      kept.add(id(file.key()));
    }
    int left = KeyScan.of(folders, keys, leavingKeys(), names).opened();
    if (left > 0) {
      throw new StoreException(
          "Old keys can't be destroyed: %d files still lie under one of them. Run sotto rotate-keys again; if it stays so, sotto doctor --rebuild-index writes the index anew."
              .formatted(left));
    }
    keys.destroy(key -> leaving.test(key) && !kept.contains(id(key)));
    damagedPacks.clear();
    damagedDocuments.clear();
    if (kept.isEmpty()) {
      documents.delete(DOCUMENT);
    } else {
      kept.add(ALL);
      Set<String> still = new HashSet<>(noted());
      still.retainAll(kept);
      note(still);
    }
    return damaged.stream().map(DamagedFile::damage).toList();
  }

  @Override
  public String toString() {
    return "KeyRotation[" + keys + "]";
  }

  private void begin(Predicate<DataKey> which) throws IOException {
    Set<String> leaving = new HashSet<>(isUnderWay() ? noted() : Set.of());
    leaving.remove(ALL);
    keys.all().stream().filter(which).forEach(key -> leaving.add(id(key)));
    note(leaving);
    addSuccessors(key -> leaving.contains(id(key)));
  }

  private static Predicate<DataKey> concerns(Collection<SourceId> sources) {
    Set<SourceId> all = Set.copyOf(sources);
    return key ->
        switch (key.purpose()) {
          case INDEX, CATALOGUE, DOCUMENTS -> true;
          case SOURCE -> all.contains(new SourceId(key.name()));
          case LEDGER, BACKUP -> false;
        };
  }

  private void addSuccessors(Predicate<DataKey> leaving) throws IOException {
    Map<String, DataKey> newest = new HashMap<>();
    for (DataKey key : keys.all()) {
      newest.put(key.purpose() + "/" + (key.purpose() == KeyPurpose.INDEX ? "" : key.name()), key);
    }
    List<DataKey> added = new ArrayList<>();
    for (DataKey key : newest.values()) {
      if (leaving.test(key)) {
        added.add(
            key.purpose() == KeyPurpose.INDEX
                ? indexFiles.nextKey()
                : DataKey.random(key.purpose(), key.name(), keys.random()));
      }
    }
    keys.replace(added, key -> false);
  }

  private List<DataKey> leavingKeys() throws IOException {
    return keys.all().stream().filter(leavingPredicate()).toList();
  }

  private Predicate<DataKey> leavingPredicate() throws IOException {
    Set<String> noted = noted();
    return key -> noted.contains(id(key));
  }

  private Set<String> noted() throws IOException {
    Optional<byte[]> content = documents.read(DOCUMENT);
    if (content.isEmpty()) {
      return Set.of();
    }
    return ByteSets.decode(DOCUMENT, content.get(), DataKey.ID_BYTES);
  }

  private void note(Set<String> ids) throws IOException {
    documents.write(DOCUMENT, ByteSets.encode(ids));
  }

  private static String id(DataKey key) {
    return HexFormat.of().formatHex(key.id());
  }
}
