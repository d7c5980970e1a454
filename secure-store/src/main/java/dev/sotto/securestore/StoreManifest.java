package dev.sotto.securestore;

import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.v1.FileMark;
import dev.sotto.securestore.v1.LastSeen;
import dev.sotto.securestore.v1.LedgerHead;
import dev.sotto.securestore.v1.Manifest;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says which forms of the store's files belong together. Whoever replaces a file
 *
 * <ol>
 *   <li>writes the next form beside it and forces it,
 *   <li>{@linkplain #announce announces} it: the manifest that allows both forms is on the disk,
 *       and the anchor has moved,
 *   <li>renames it, and says that it is {@linkplain #done done}.
 * </ol>
 *
 * So after a power cut either form is an honest one, and no form that was replaced before is.
 * Dropping the old form needs no write of its own: the next announcement, or {@link #settle} when
 * the store is closed, does it. Safe for all threads; calls back to nobody.
 */
final class StoreManifest {
  static final String SLOTS = "slots";
  static final String TABLE = "table";
  static final String CATALOGUE = "catalogue";

  /** Stands for an index that is not there yet, while the first one is being published. */
  static final String NO_ROOT = "";

  private static final String DOCUMENTS = "doc/";

  /** What to do about a file that is authentic and not the one that belongs here. */
  enum Mismatch {
    REFUSE,
    REPORT
  }

  private final FileOperations operations;
  private final Path file;
  private final KeyRing keys;
  private final AgeCheck check;
  private final Access access;
  private final Mismatch mismatch;
  private final List<String> mismatches = new ArrayList<>();
  private final TreeMap<String, List<FileMark>> parts = new TreeMap<>();
  private final TreeMap<String, FileMark> indexFiles = new TreeMap<>();
  private List<String> roots = List.of();
  private LedgerHead ledger = LedgerHead.NONE;
  private FileMark onDisk = FileMark.ABSENT;
  private FileMark before = FileMark.ABSENT;
  private long epoch;
  private StoreAge age = StoreAge.UNKNOWN;
  private long lastSeen;
  private boolean active;
  private boolean unsettled;
  private boolean anchorHeld;
  private boolean anchorRead;

  private StoreManifest(
      FileOperations operations,
      Path folder,
      KeyRing keys,
      AgeCheck check,
      Access access,
      Mismatch mismatch) {
    this.operations = operations;
    this.file = folder.resolve(Manifest.FILE);
    this.keys = keys;
    this.check = check;
    this.access = access;
    this.mismatch = mismatch;
  }

  /** Returns the manifest of a store that is being made; nothing is written before it begins. */
  static StoreManifest unwritten(FileOperations operations, Path folder, KeyRing keys) {
    return new StoreManifest(
        operations, folder, keys, AgeCheck.NONE, Access.WRITE, Mismatch.REFUSE);
  }

  /**
   * Reads the manifest of a store. A store from before there were manifests has none; it gets one
   * by {@link #begin}.
   */
  static StoreManifest open(
      FileOperations operations,
      Path folder,
      KeyRing keys,
      AgeCheck check,
      Access access,
      Mismatch mismatch)
      throws IOException {
    StoreManifest manifest = new StoreManifest(operations, folder, keys, check, access, mismatch);
    manifest.read();
    return manifest;
  }

  static String document(String name) {
    return DOCUMENTS + name;
  }

  static String documentName(String part) {
    return part.substring(DOCUMENTS.length());
  }

  /** Returns whether the store has a manifest yet. */
  synchronized boolean isActive() {
    return active;
  }

  synchronized StoreAge age() {
    return age;
  }

  /** Returns the epoch of the manifest that was seen last, before this one. */
  synchronized long lastSeen() {
    return lastSeen;
  }

  synchronized long epoch() {
    return epoch;
  }

  /** Returns the files that were found to be authentic and not those that belong here. */
  synchronized List<String> mismatches() {
    return List.copyOf(mismatches);
  }

  /** Writes the first manifest of a store. */
  synchronized void begin(
      Map<String, FileMark> present, Map<String, FileMark> index, LedgerHead head)
      throws IOException {
    present.forEach((part, mark) -> parts.put(part, List.of(mark)));
    indexFiles.putAll(index);
    ledger = head;
    active = true;
    write();
  }

  /** Returns whether a part may have a form. */
  synchronized boolean allows(String part, FileMark form) {
    return !active || forms(part).contains(form);
  }

  /** Returns the names of all documents that are known, present or being deleted. */
  synchronized List<String> documents() {
    return parts.keySet().stream()
        .filter(part -> part.startsWith(DOCUMENTS))
        .map(StoreManifest::documentName)
        .toList();
  }

  /**
   * Takes note of the form of a part that is on the disk.
   *
   * @throws TamperedFileException if it is not one that belongs here
   */
  synchronized void require(String part, FileMark found) throws TamperedFileException {
    if (!active) {
      return;
    }
    List<FileMark> allowed = forms(part);
    if (!allowed.contains(found)) {
      mismatch(part.substring(part.lastIndexOf('/') + 1));
      adopt(part, found);
    } else if (allowed.size() > 1) {
      settle(part, found);
    }
  }

  /** Takes a form for the one that belongs here. */
  synchronized void adopt(String part, FileMark found) {
    settle(part, found);
    unsettled = true;
  }

  /** Refuses a file that is authentic and does not belong here, or takes note of it. */
  synchronized void mismatch(String file) throws TamperedFileException {
    if (mismatch == Mismatch.REFUSE) {
      throw new TamperedFileException(
          file,
          "it is whole, but not the one that was written last and belongs to the store's other"
              + " files; an older copy was put in its place");
    }
    mismatches.add(file);
  }

  /**
   * Brings to the disk that a part may have another form from now on, and moves the anchor. The
   * caller then puts that form in place and calls {@link #done}.
   */
  synchronized void announce(String part, FileMark next) throws IOException {
    if (!active) {
      return;
    }
    List<FileMark> forms = new ArrayList<>(forms(part));
    forms.remove(next);
    forms.addFirst(next);
    parts.put(part, forms);
    write();
  }

  /** Takes note that the form that was announced last is durable. */
  synchronized void done(String part) {
    if (active) {
      settle(part, forms(part).getFirst());
    }
  }

  /** Brings to the disk how far the ledger was written, and moves the anchor. */
  synchronized void ledger(LedgerHead head) throws IOException {
    if (active && !ledger.equals(head)) {
      ledger = head;
      write();
    }
  }

  /** Returns how far the ledger was written at least. */
  synchronized LedgerHead ledger() {
    return ledger;
  }

  /** Returns the files of the index that belong to the store. */
  synchronized SortedMap<String, FileMark> indexFiles() {
    return new TreeMap<>(indexFiles);
  }

  /** Returns the names of the file that the index starts from, of which one is there. */
  synchronized List<String> roots() {
    return roots;
  }

  /**
   * Brings to the disk which files the index may consist of, and from which it starts next.
   *
   * @param root nothing if the index is thrown away
   */
  synchronized void announceIndex(Optional<String> root, Map<String, FileMark> files)
      throws IOException {
    if (!active) {
      return;
    }
    List<String> next = new ArrayList<>(roots);
    if (root.isEmpty()) {
      next.clear();
    } else {
      if (next.isEmpty()) {
        next.add(NO_ROOT);
      }
      next.remove(root.get());
      next.addFirst(root.get());
    }
    List<String> before = roots;
    roots = next;
    indexFiles.clear();
    indexFiles.putAll(files);
    boolean written = false;
    try {
      write();
      written = true;
    } finally {
      if (!written && root.isEmpty()) {
        roots = before;
      }
    }
  }

  /** Takes note of which root is durable, and of what is left beside it. */
  synchronized void doneIndex(Optional<String> root, Map<String, FileMark> files) {
    if (active && root.isPresent() && roots.size() > 1) {
      roots = root.get().equals(NO_ROOT) ? List.of() : List.of(root.get());
      unsettled = true;
    }
    if (active && !indexFiles.equals(files)) {
      indexFiles.clear();
      indexFiles.putAll(files);
      unsettled = true;
    }
  }

  /** Brings to the disk that forms that were replaced are allowed no more. */
  synchronized void settle() throws IOException {
    if (active && unsettled && access == Access.WRITE) {
      write();
    }
  }

  /**
   * Lets the anchor move after a store was restored. Until then the epoch stays as it was found, so
   * that the question is asked again if the process ends before.
   */
  synchronized void acceptAge() throws IOException {
    anchorHeld = false;
    if (active) {
      write();
    }
  }

  @Override
  public synchronized String toString() {
    return "StoreManifest[epoch " + epoch + ", " + age + "]";
  }

  private List<FileMark> forms(String part) {
    return parts.getOrDefault(part, List.of(FileMark.ABSENT));
  }

  private void settle(String part, FileMark form) {
    if (forms(part).size() > 1) {
      unsettled = true;
    }
    if (form.equals(FileMark.ABSENT)) {
      parts.remove(part);
    } else {
      parts.put(part, List.of(form));
    }
  }

  private void read() throws IOException {
    byte[] bytes;
    try (var input = Files.newInputStream(file)) {
      bytes = input.readNBytes(Manifest.MAX_BYTES);
    } catch (NoSuchFileException e) {
      if (keys.hasManifest()) {
        TamperedFileException missing = new TamperedFileException(Manifest.FILE, "it is missing");
        missing.initCause(e);
        throw missing;
      }
      return;
    }
    Manifest manifest = withKey(Manifest.MAC_LABEL, key -> Manifest.decode(bytes, storeId(), key));
    active = true;
    epoch = manifest.epoch();
    onDisk = FileMark.of(bytes);
    parts.putAll(manifest.parts());
    roots = manifest.roots();
    indexFiles.putAll(manifest.indexFiles());
    ledger = manifest.ledger();
    before = manifest.before();
  }

  /**
   * Holds the manifest against the anchor, once.
   *
   * @throws OlderStoreException if the store is older than last seen and was not restored
   */
  synchronized void holdAgainstAnchor() throws IOException {
    if (anchorRead) {
      return;
    }
    anchorRead = true;
    if (check.anchor().equals(Anchor.NONE)) {
      return;
    }
    Optional<byte[]> kept = check.anchor().read(anchorName());
    Optional<LastSeen> seen =
        kept.isEmpty()
            ? Optional.empty()
            : withKey(LastSeen.MAC_LABEL, key -> LastSeen.decode(kept.get(), storeId(), key));
    if (seen.isEmpty()) {
      age = StoreAge.FIRST_SEEN;
      unsettled = true;
      return;
    }
    lastSeen = seen.get().epoch();
    FileMark known = seen.get().manifest();
    boolean same = epoch == lastSeen && onDisk.equals(known);
    boolean next = epoch == lastSeen + 1 && before.equals(known);
    if (active && (same || next)) {
      age = StoreAge.AS_LAST_SEEN;
      unsettled |= next;
    } else if (active && epoch > lastSeen + 1) {
      age = StoreAge.NEWER;
      unsettled = true;
    } else if (access == Access.WRITE && check.question().isRestored(lastSeen, epoch)) {
      age = StoreAge.RESTORED;
      anchorHeld = true;
    } else if (access == Access.READ && mismatch == Mismatch.REPORT) {
      age = StoreAge.OLDER;
    } else {
      throw new OlderStoreException(lastSeen, epoch);
    }
  }

  private void write() throws IOException {
    long next = anchorHeld ? epoch : Math.max(epoch, lastSeen) + 1;
    Manifest manifest = new Manifest(next, onDisk, parts, roots, indexFiles, ledger);
    byte[] bytes = withKey(Manifest.MAC_LABEL, key -> manifest.encode(storeId(), key));
    DurableFiles.replace(operations, file, bytes);
    before = onDisk;
    onDisk = FileMark.of(bytes);
    epoch = next;
    if (!anchorHeld && !check.anchor().equals(Anchor.NONE)) {
      LastSeen seen = new LastSeen(epoch, onDisk);
      check
          .anchor()
          .write(anchorName(), withKey(LastSeen.MAC_LABEL, key -> seen.encode(storeId(), key)));
    }
    unsettled = false;
  }

  private interface WithKey<T> {
    T apply(byte[] key) throws IOException;
  }

  private <T> T withKey(String label, WithKey<T> work) throws IOException {
    byte[] key = keys.derive(label);
    try {
      return work.apply(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] storeId() {
    return keys.storeId();
  }

  private String anchorName() {
    return HexFormat.of().formatHex(keys.storeId());
  }
}
