package dev.sotto.securestore;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.v1.CatalogueCodec;
import dev.sotto.securestore.v1.CatalogueCodec.Head;
import dev.sotto.securestore.v1.CatalogueEntry;
import dev.sotto.securestore.v1.CatalogueSection;
import dev.sotto.securestore.v1.ChunkedFileReader;
import dev.sotto.securestore.v1.ChunkedFileWriter;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import dev.sotto.securestore.v1.FileMark;
import dev.sotto.securestore.v1.RecordCodec;
import dev.sotto.securestore.v1.StoredFile;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.Source;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The original records in write-once packs, one for each batch, each under the key of its source.
 * The file {@code catalogue} says which packs and segments count; a batch becomes real when that
 * file is replaced:
 *
 * <ol>
 *   <li>the pack is written and forced,
 *   <li>the next catalogue is written beside the old one and forced,
 *   <li>the folder is forced,
 *   <li>the next catalogue is renamed over the old one: from here on the batch is there,
 *   <li>the folder is forced: from here on it stays there.
 * </ol>
 *
 * <p>The catalogue holds the newest batches itself. When they outgrow it they move to a segment,
 * and when segments outgrow the last snapshot all of them are replaced by a new one, so that the
 * work for a batch does not grow with the store.
 */
final class RecordPacks implements RecordStore, AutoCloseable {
  static final String CATALOGUE = "catalogue";
  static final int MAX_REMOVALS = 1 << 16;

  private static final int MAX_CATALOGUE_BYTES = 64 << 20;
  private static final int MAX_SEGMENT_BYTES = 1 << 30;
  private static final int MAX_OPEN_PACKS = 256;

  private final FileOperations operations;
  private final Path folder;
  private final KeyRing keys;
  private final Access access;
  private final Limits limits;
  private final Catalogue catalogue;
  private final StoreManifest manifest;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Long, ChunkedFileReader> openPacks = new HashMap<>();
  private DataKey catalogueKey;
  private final Set<String> discarded = new LinkedHashSet<>();
  private Head head;
  private int pins;
  private volatile boolean closed;
  private boolean uncertain;

  private RecordPacks(
      FileOperations operations,
      Path folder,
      KeyRing keys,
      Access access,
      Limits limits,
      Catalogue catalogue,
      StoreManifest manifest,
      DataKey catalogueKey,
      Head head) {
    this.operations = operations;
    this.folder = folder;
    this.keys = keys;
    this.access = access;
    this.limits = limits;
    this.catalogue = catalogue;
    this.manifest = manifest;
    this.catalogueKey = catalogueKey;
    this.head = head;
  }

  /**
   * When the catalogue is reorganised.
   *
   * @param headBytes how much the catalogue holds itself before it moves to a segment
   * @param slackBytes by how much the segments may outgrow the last snapshot
   * @param maxRemovals how many removals are remembered
   */
  record Limits(int headBytes, long slackBytes, int maxRemovals) {
    static final Limits STANDARD = new Limits(256 << 10, 1 << 20, MAX_REMOVALS);
  }

  /** Makes an empty catalogue and returns its mark. */
  static FileMark create(FileOperations operations, Path folder, KeyRing keys) throws IOException {
    operations.createFolder(folder);
    DataKey key = keys.add(KeyPurpose.CATALOGUE, "");
    byte[] header =
        files(operations, keys, FileKind.CATALOGUE, key)
            .writeDurably(
                folder.resolve(CATALOGUE),
                CATALOGUE,
                CatalogueCodec.encode(new Head(0, List.of(), new byte[0])));
    operations.forceFolder(folder);
    return FileMark.of(header);
  }

  /** Returns the mark of a store's catalogue, without checking it. */
  static FileMark mark(Path folder) throws IOException {
    return SealedFiles.markOf(folder.resolve(CATALOGUE));
  }

  static RecordPacks open(
      FileOperations operations,
      Path folder,
      KeyRing keys,
      Access access,
      Limits limits,
      StoreManifest manifest)
      throws IOException {
    DataKey key = catalogueKey(operations, folder, keys);
    byte[] bytes =
        files(operations, keys, FileKind.CATALOGUE, key)
            .readWhole(folder.resolve(CATALOGUE), CATALOGUE, MAX_CATALOGUE_BYTES);
    manifest.require(StoreManifest.CATALOGUE, mark(folder));
    Head head = CatalogueCodec.decodeHead(CATALOGUE, bytes);
    Catalogue catalogue = new Catalogue(limits.maxRemovals());
    for (StoredFile segment : head.segments()) {
      byte[] sections =
          readSegment(folder, segment, files(operations, keys, FileKind.SEGMENT, key));
      apply(catalogue, segment.segmentName(), sections);
    }
    apply(catalogue, CATALOGUE, head.sections());
    if (catalogue.generation() != head.generation()) {
      throw new TamperedFileException(CATALOGUE, "its batches do not add up to its generation");
    }
    RecordPacks packs =
        new RecordPacks(operations, folder, keys, access, limits, catalogue, manifest, key, head);
    if (access == Access.WRITE && manifest.mismatches().isEmpty()) {
      packs.deleteLeftovers();
    }
    return packs;
  }

  @Override
  public long generation() {
    return read(Catalogue::generation);
  }

  @Override
  public List<Source> sources() {
    return read(Catalogue::sources);
  }

  @Override
  public Optional<Source> findSource(SourceId source) {
    return read(known -> known.findSource(source));
  }

  @Override
  public Map<ItemKey, Fingerprint> items(SourceId source) {
    return read(known -> known.items(source));
  }

  @Override
  public List<RecordId> recordIds(SourceId source) {
    return read(known -> known.recordIds(source));
  }

  @Override
  public long size() {
    return read(Catalogue::size);
  }

  @Override
  public Optional<Changes> changesSince(long generation) {
    return read(known -> known.changesSince(generation));
  }

  @Override
  public Optional<PersonalRecord> find(RecordId id) throws IOException {
    lock.readLock().lock();
    try {
      requireOpen();
      Optional<Catalogue.Item> item = catalogue.find(id);
      return item.isEmpty() ? Optional.empty() : Optional.of(readRecord(item.get()));
    } finally {
      lock.readLock().unlock();
      closePacksWhenMany();
    }
  }

  @Override
  public synchronized void putSource(Source source) throws IOException {
    requireWritable();
    if (keys.find(KeyPurpose.SOURCE, source.id().value()).isEmpty()) {
      keys.add(KeyPurpose.SOURCE, source.id().value());
    }
    commit(List.of(new CatalogueEntry.SourcePut(source)));
  }

  @Override
  public synchronized long commit(
      SourceId source, Collection<PersonalRecord> added, Collection<ItemKey> removed)
      throws IOException {
    requireWritable();
    if (catalogue.findSource(source).isEmpty()) {
      throw new IllegalArgumentException(
          "The source " + source + " is not there; put it before its records");
    }
    Map<ItemKey, PersonalRecord> byKey = new LinkedHashMap<>();
    for (PersonalRecord record : added) {
      if (!record.source().equals(source)
          || !record.id().equals(RecordId.of(source, record.key()))) {
        throw new IllegalArgumentException(
            "A batch of the source "
                + source
                + " holds the record "
                + record.id()
                + " of the source "
                + record.source()
                + " or of another item");
      }
      byKey.put(record.key(), record);
    }
    List<CatalogueEntry> entries = new ArrayList<>();
    for (ItemKey key : new LinkedHashSet<>(removed)) {
      if (catalogue.contains(source, key) && !byKey.containsKey(key)) {
        entries.add(new CatalogueEntry.ItemRemoved(source, key));
      }
    }
    if (!byKey.isEmpty()) {
      entries.addAll(writePack(source, byKey.values()));
    }
    commit(entries);
    return head.generation();
  }

  @Override
  public synchronized void forget(SourceId source) throws IOException {
    requireWritable();
    if (catalogue.findSource(source).isEmpty()) {
      return;
    }
    DataKey nextKey = keys.add(KeyPurpose.CATALOGUE, "");
    CatalogueSection section = catalogue.snapshotWithout(source);
    StoredFile segment = writeSegment(nextKey, CatalogueCodec.encode(section));
    replaceHead(new Head(section.generation(), List.of(segment), new byte[0]), nextKey);
    Set<String> stale = apply(section);
    uncertain = true;
    keys.destroy(key ->
        (key.purpose() == KeyPurpose.SOURCE && key.name().equals(source.value()))
            || (key.purpose() == KeyPurpose.CATALOGUE && key != nextKey));
    delete(stale);
    deleteLeftovers();
    uncertain = false;
  }

  /**
   * Reads every pack to its last chunk and every record.
   *
   * @param damage what is found is added here
   * @return how many packs were read
   */
  int check(StoreCheckListener listener, List<StoreDamage> damage) throws IOException {
    lock.readLock().lock();
    try {
      requireOpen();
      Map<Catalogue.Pack, List<Catalogue.Item>> byPack = itemsByPack();
      long done = 0;
      for (Map.Entry<Catalogue.Pack, List<Catalogue.Item>> pack : byPack.entrySet()) {
        List<RecordId> lost = new ArrayList<>();
        for (Catalogue.Item item : pack.getValue()) {
          if (!isReadable(item)) {
            lost.add(idOf(item));
          }
          listener.read(++done, catalogue.size());
        }
        if (!lost.isEmpty() || !isWhole(pack.getKey())) {
          damage.add(
              new StoreDamage(pack.getKey().file().packName(), StoreDamage.Kind.UNREADABLE, lost));
        }
      }
      return byPack.size();
    } finally {
      lock.readLock().unlock();
      closePacksWhenMany();
    }
  }

  /**
   * Moves a damaged pack elsewhere: what can be read of it is written anew, what can't counts as
   * removed, so that the next import reads it from its source again.
   */
  synchronized void quarantine(String pack, Path quarantine) throws IOException {
    requireWritable();
    Map<Catalogue.Pack, List<Catalogue.Item>> byPack;
    lock.readLock().lock();
    try {
      byPack = itemsByPack();
    } finally {
      lock.readLock().unlock();
    }
    for (Map.Entry<Catalogue.Pack, List<Catalogue.Item>> entry : byPack.entrySet()) {
      if (entry.getKey().file().packName().equals(pack)) {
        SealedFiles.copy(operations, folder.resolve(pack), quarantine);
        List<PersonalRecord> whole = new ArrayList<>();
        List<ItemKey> lost = new ArrayList<>();
        for (Catalogue.Item item : entry.getValue()) {
          try {
            whole.add(readRecord(item));
          } catch (TamperedFileException e) {
            lost.add(item.key());
          }
        }
        commit(entry.getKey().source(), whole, lost);
      }
    }
  }

  private Map<Catalogue.Pack, List<Catalogue.Item>> itemsByPack() {
    Map<Catalogue.Pack, List<Catalogue.Item>> byPack = new LinkedHashMap<>();
    catalogue.packs().forEach(pack -> byPack.put(pack, new ArrayList<>()));
    for (Source source : catalogue.sources()) {
      for (RecordId id : catalogue.recordIds(source.id())) {
        Catalogue.Item item = catalogue.find(id).orElseThrow();
        byPack.computeIfAbsent(item.pack(), pack -> new ArrayList<>()).add(item);
      }
    }
    return byPack;
  }

  private static RecordId idOf(Catalogue.Item item) {
    return RecordId.of(item.pack().source(), item.key());
  }

  private boolean isReadable(Catalogue.Item item) throws IOException {
    try {
      readRecord(item);
      return true;
    } catch (TamperedFileException e) {
      return false;
    }
  }

  private boolean isWhole(Catalogue.Pack pack) throws IOException {
    try {
      ChunkedFileReader reader = reader(pack);
      byte[] chunk = new byte[reader.chunkSize()];
      for (long at = 0; at <= reader.length() / reader.chunkSize(); at++) {
        reader.readChunk(at, chunk);
      }
      Arrays.fill(chunk, (byte) 0);
      return true;
    } catch (TamperedFileException e) {
      return false;
    }
  }

  /** Returns how many bytes of packs lie under some keys. */
  synchronized long bytesUnder(Predicate<DataKey> which) {
    return packsUnder(which).stream().mapToLong(pack -> pack.file().length()).sum();
  }

  /**
   * Writes the live records of some packs anew, under their source's newest key, as one batch.
   * Packs that can't be read are left as they are.
   *
   * @param leaving the keys of packs that are to be rewritten
   * @param maxBytes stop adding packs to the batch from here
   * @param damaged the names of packs that could not be read before; more are added here
   * @return the bytes of the packs that were rewritten, 0 if there are none
   */
  synchronized long rewritePacks(Predicate<DataKey> leaving, long maxBytes, Set<String> damaged)
      throws IOException {
    requireWritable();
    while (true) {
      List<Catalogue.Pack> all = packsUnder(leaving);
      all.removeIf(pack -> damaged.contains(pack.file().packName()));
      if (all.isEmpty()) {
        return 0;
      }
      SourceId source = all.getFirst().source();
      Set<String> chosen = new HashSet<>();
      long bytes = 0;
      for (Catalogue.Pack pack : all) {
        if (pack.source().equals(source) && (chosen.isEmpty() || bytes < maxBytes)) {
          chosen.add(pack.file().packName());
          bytes += pack.file().length();
        }
      }
      List<CatalogueEntry> moved;
      try {
        moved = copiedPack(source, catalogue.itemsIn(source, chosen));
      } catch (TamperedFileException e) {
        if (!chosen.contains(e.file())) {
          throw e;
        }
        damaged.add(e.file());
        continue;
      }
      commit(moved);
      return bytes;
    }
  }

  /** Reads the packs under some keys and returns those of which a record can't be read. */
  synchronized List<DamagedFile> damagedUnder(Predicate<DataKey> which) throws IOException {
    lock.readLock().lock();
    try {
      requireOpen();
      List<DamagedFile> damaged = new ArrayList<>();
      for (Catalogue.Pack pack : packsUnder(which)) {
        String name = pack.file().packName();
        List<RecordId> lost = new ArrayList<>();
        for (Catalogue.Item item : catalogue.itemsIn(pack.source(), Set.of(name))) {
          if (!isReadable(item)) {
            lost.add(idOf(item));
          }
        }
        Optional<DataKey> key = keyOf(pack);
        if (!lost.isEmpty() && key.isPresent()) {
          StoreDamage damage = new StoreDamage(name, StoreDamage.Kind.UNREADABLE, lost);
          damaged.add(new DamagedFile(damage, key.get()));
        }
      }
      return damaged;
    } finally {
      lock.readLock().unlock();
      closePacksWhenMany();
    }
  }

  /** Writes the whole catalogue anew, under its newest key. */
  synchronized void rewriteCatalogue() throws IOException {
    requireWritable();
    DataKey newest = keys.newestFirst(KeyPurpose.CATALOGUE, "").getFirst();
    StoredFile segment = writeSegment(newest, CatalogueCodec.encode(catalogue.snapshot()));
    List<StoredFile> replaced = head.segments();
    replaceHead(new Head(head.generation(), List.of(segment), new byte[0]), newest);
    for (StoredFile old : replaced) {
      discard(old.segmentName());
    }
  }

  /** Returns whether the catalogue lies under one of some keys. */
  synchronized boolean isCatalogueUnder(Predicate<DataKey> which) {
    return which.test(catalogueKey);
  }

  /**
   * The files that make up the records at one time. Until it is closed they stay on the disk,
   * whatever is written or forgotten meanwhile.
   */
  final class Pinned implements AutoCloseable {
    private final byte[] catalogueBytes;
    private final List<String> files;
    private boolean released;

    private Pinned(byte[] catalogueBytes, List<String> files) {
      this.catalogueBytes = catalogueBytes;
      this.files = List.copyOf(files);
    }

    /** Returns the encrypted bytes of the catalogue. */
    byte[] catalogue() {
      return catalogueBytes.clone();
    }

    /** Returns the names of packs and segments. */
    List<String> files() {
      return files;
    }

    @Override
    public void close() throws IOException {
      synchronized (RecordPacks.this) {
        if (!released) {
          released = true;
          pins--;
          if (pins == 0) {
            Set<String> due = new LinkedHashSet<>(discarded);
            discarded.clear();
            delete(due);
          }
        }
      }
    }
  }

  /** Returns whether files are kept that no longer count. */
  synchronized boolean isPinned() {
    return pins > 0;
  }

  /** Keeps the files of now on the disk until the returned object is closed. */
  synchronized Pinned pin() throws IOException {
    requireOpen();
    List<String> files = new ArrayList<>();
    head.segments().forEach(segment -> files.add(segment.segmentName()));
    catalogue.packs().forEach(pack -> files.add(pack.file().packName()));
    Pinned pinned = new Pinned(Files.readAllBytes(folder.resolve(CATALOGUE)), files);
    pins++;
    return pinned;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      closePacks();
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public String toString() {
    return "RecordPacks[" + access + "]";
  }

  private void commit(List<CatalogueEntry> entries) throws IOException {
    reorganise();
    CatalogueSection section =
        new CatalogueSection(CatalogueSection.Extent.BATCH, head.generation() + 1, 0, entries);
    byte[] encoded = CatalogueCodec.encode(section);
    ByteArrayOutputStream sections = new ByteArrayOutputStream();
    sections.writeBytes(head.sections());
    sections.writeBytes(encoded);
    List<StoredFile> segments = new ArrayList<>(head.segments());
    if (encoded.length > limits.headBytes()) {
      segments.add(writeSegment(catalogueKey, sections.toByteArray()));
      sections.reset();
    }
    replaceHead(new Head(section.generation(), segments, sections.toByteArray()), catalogueKey);
    delete(apply(section));
  }

  /**
   * Moves what the catalogue holds to a segment, or everything to a new snapshot, if it is time.
   */
  private void reorganise() throws IOException {
    long headBytes = head.sections().length;
    long firstBytes = head.segments().isEmpty() ? 0 : head.segments().getFirst().length();
    long allBytes = headBytes + head.segments().stream().mapToLong(StoredFile::length).sum();
    List<StoredFile> segments = new ArrayList<>();
    if (allBytes - firstBytes > firstBytes + limits.slackBytes()) {
      segments.add(writeSegment(catalogueKey, CatalogueCodec.encode(catalogue.snapshot())));
    } else if (headBytes > limits.headBytes()) {
      segments.addAll(head.segments());
      segments.add(writeSegment(catalogueKey, head.sections()));
    } else {
      return;
    }
    List<StoredFile> replaced = new ArrayList<>(head.segments());
    replaceHead(new Head(head.generation(), segments, new byte[0]), catalogueKey);
    replaced.removeAll(segments);
    for (StoredFile segment : replaced) {
      discard(segment.segmentName());
    }
  }

  private List<CatalogueEntry> writePack(SourceId source, Collection<PersonalRecord> records)
      throws IOException {
    long generation = head.generation() + 1;
    return writePack(
        source,
        pack -> {
          for (PersonalRecord record : records) {
            pack.add(record.key(), record.fingerprint(), RecordCodec.encode(record), generation);
          }
        });
  }

  private List<CatalogueEntry> copiedPack(SourceId source, List<Catalogue.Item> items)
      throws IOException {
    return writePack(
        source,
        pack -> {
          for (Catalogue.Item item : items) {
            pack.add(item.key(), item.fingerprint(), checkedBytes(item), item.changed());
          }
        });
  }

  /** Takes the records of a pack, one after another. */
  private interface PackSink {
    /** Writes the bytes of a record and wipes them. */
    void add(ItemKey key, Fingerprint fingerprint, byte[] bytes, long changed) throws IOException;
  }

  private interface PackContents {
    void writeTo(PackSink pack) throws IOException;
  }

  private List<CatalogueEntry> writePack(SourceId source, PackContents contents)
      throws IOException {
    long number = keys.random().nextLong();
    List<CatalogueEntry> entries = new ArrayList<>();
    Path file = folder.resolve(StoredFile.packName(number));
    ChunkedFileWriter writer = sourceFiles(source).create(file, file.getFileName().toString());
    try (writer) {
      contents.writeTo((key, fingerprint, bytes, changed) -> {
        entries.add(
            new CatalogueEntry.ItemPut(
                number, key, fingerprint, writer.position(), bytes.length, changed));
        writer.write(bytes, 0, bytes.length);
        Arrays.fill(bytes, (byte) 0);
      });
      long length = writer.position();
      StoredFile pack = StoredFile.of(number, length, writer.closeDurably());
      entries.addFirst(new CatalogueEntry.PackAdded(pack, source));
    } catch (TamperedFileException e) {
      operations.delete(file);
      throw e;
    }
    return entries;
  }

  private StoredFile writeSegment(DataKey key, byte[] sections) throws IOException {
    if (sections.length > MAX_SEGMENT_BYTES) {
      throw new StoreException(
          "The catalogue of records has grown to "
              + sections.length
              + " bytes, more than "
              + MAX_SEGMENT_BYTES
              + ". Forget a source, or keep some in another store.");
    }
    long number = keys.random().nextLong();
    String name = StoredFile.segmentName(number);
    byte[] header =
        files(operations, keys, FileKind.SEGMENT, key)
            .writeDurably(folder.resolve(name), name, sections);
    return StoredFile.of(number, sections.length, header);
  }

  private void replaceHead(Head next, DataKey key) throws IOException {
    Path file = folder.resolve(CATALOGUE);
    Path unfinished = DurableFiles.unfinished(file);
    operations.delete(unfinished);
    byte[] header =
        files(operations, keys, FileKind.CATALOGUE, key)
            .writeDurably(unfinished, CATALOGUE, CatalogueCodec.encode(next));
    operations.forceFolder(folder);
    manifest.announce(StoreManifest.CATALOGUE, FileMark.of(header));
    uncertain = true;
    operations.replace(unfinished, file);
    operations.forceFolder(folder);
    manifest.done(StoreManifest.CATALOGUE);
    uncertain = false;
    head = next;
    catalogueKey = key;
  }

  /** Applies a section and returns the names of the packs that no longer count. */
  private Set<String> apply(CatalogueSection section) {
    lock.writeLock().lock();
    try {
      Set<String> before = packNames();
      catalogue.apply(section);
      before.removeAll(packNames());
      if (!before.isEmpty()) {
        closePacks();
      }
      return before;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void delete(Set<String> names) throws IOException {
    for (String name : names) {
      discard(name);
    }
  }

  private void discard(String name) throws IOException {
    if (pins > 0) {
      discarded.add(name);
    } else {
      operations.delete(folder.resolve(name));
    }
  }

  private List<Catalogue.Pack> packsUnder(Predicate<DataKey> which) {
    List<Catalogue.Pack> found = new ArrayList<>();
    Map<SourceId, ChunkedFiles> files = new HashMap<>();
    for (Catalogue.Pack pack : catalogue.packs()) {
      List<DataKey> possible = keys.newestFirst(KeyPurpose.SOURCE, pack.source().value());
      if (possible.stream().anyMatch(which)
          && files
              .computeIfAbsent(pack.source(), _ -> keys.files(FileKind.PACK, possible))
              .keyOf(pack.file().headerBytes(), pack.file().packName())
              .filter(which)
              .isPresent()) {
        found.add(pack);
      }
    }
    return found;
  }

  private Optional<DataKey> keyOf(Catalogue.Pack pack) throws TamperedFileException {
    return sourceFiles(pack.source()).keyOf(pack.file().headerBytes(), pack.file().packName());
  }

  private byte[] checkedBytes(Catalogue.Item item) throws IOException {
    lock.readLock().lock();
    try {
      readRecord(item);
      return reader(item.pack()).read(item.offset(), item.length());
    } finally {
      lock.readLock().unlock();
      closePacksWhenMany();
    }
  }

  private void deleteLeftovers() throws IOException {
    Set<String> counted = packNames();
    head.segments().forEach(segment -> counted.add(segment.segmentName()));
    counted.add(CATALOGUE);
    for (Path entry : DurableFiles.entries(folder)) {
      if (!counted.contains(entry.getFileName().toString())) {
        discard(entry.getFileName().toString());
      }
    }
    Set<String> sources = new HashSet<>();
    catalogue.sources().forEach(source -> sources.add(source.id().value()));
    keys.destroy(key ->
        switch (key.purpose()) {
          case SOURCE -> !sources.contains(key.name());
          case CATALOGUE -> key != catalogueKey;
          case INDEX, DOCUMENTS, LEDGER, BACKUP -> false;
        });
  }

  private Set<String> packNames() {
    Set<String> names = new HashSet<>();
    catalogue.packs().forEach(pack -> names.add(pack.file().packName()));
    return names;
  }

  private PersonalRecord readRecord(Catalogue.Item item) throws IOException {
    Catalogue.Pack pack = item.pack();
    byte[] bytes = reader(pack).read(item.offset(), item.length());
    PersonalRecord record = RecordCodec.decode(pack.file().packName(), pack.source(), bytes);
    Arrays.fill(bytes, (byte) 0);
    if (!record.key().equals(item.key()) || !record.fingerprint().equals(item.fingerprint())) {
      throw new TamperedFileException(
          pack.file().packName(), "a record is not the one that the catalogue names");
    }
    return record;
  }

  private ChunkedFileReader reader(Catalogue.Pack pack) throws IOException {
    synchronized (openPacks) {
      ChunkedFileReader open = openPacks.get(pack.file().number());
      if (open == null) {
        open = openPack(pack);
        openPacks.put(pack.file().number(), open);
      }
      return open;
    }
  }

  private ChunkedFileReader openPack(Catalogue.Pack pack) throws IOException {
    String name = pack.file().packName();
    ChunkedFileReader reader;
    try {
      reader = sourceFiles(pack.source()).open(folder.resolve(name), name);
    } catch (NoSuchFileException e) {
      throw missing(name, e);
    }
    if (!pack.file().matches(reader)) {
      reader.close();
      throw new TamperedFileException(name, "it is not the one that the catalogue names");
    }
    return reader;
  }

  private ChunkedFiles sourceFiles(SourceId source) throws TamperedFileException {
    List<DataKey> possible = keys.newestFirst(KeyPurpose.SOURCE, source.value());
    if (possible.isEmpty()) {
      throw new TamperedFileException("table", "it lacks the key of the source " + source);
    }
    return keys.files(FileKind.PACK, possible);
  }

  private void closePacksWhenMany() {
    synchronized (openPacks) {
      if (openPacks.size() <= MAX_OPEN_PACKS) {
        return;
      }
    }
    lock.writeLock().lock();
    try {
      closePacks();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void closePacks() {
    synchronized (openPacks) {
      openPacks.values().forEach(ChunkedFileReader::close);
      openPacks.clear();
    }
  }

  private <T> T read(Function<Catalogue, T> reading) {
    lock.readLock().lock();
    try {
      requireOpen();
      return reading.apply(catalogue);
    } finally {
      lock.readLock().unlock();
    }
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
          "The store was opened for reading. Open it for writing to change records.");
    }
    if (uncertain) {
      throw new StoreException(
          "An earlier write failed half-way. Close the store and open it again: it comes back as of"
              + " the last whole batch.");
    }
  }

  private static DataKey catalogueKey(FileOperations operations, Path folder, KeyRing keys)
      throws IOException {
    TamperedFileException tampered =
        new TamperedFileException(CATALOGUE, "the key table has no key for it");
    for (DataKey key : keys.keys(KeyPurpose.CATALOGUE)) {
      try {
        files(operations, keys, FileKind.CATALOGUE, key)
            .open(folder.resolve(CATALOGUE), CATALOGUE)
            .close();
        return key;
      } catch (NoSuchFileException e) {
        throw missing(CATALOGUE, e);
      } catch (TamperedFileException e) {
        tampered = e;
      }
    }
    throw tampered;
  }

  private static byte[] readSegment(Path folder, StoredFile segment, ChunkedFiles files)
      throws IOException {
    String name = segment.segmentName();
    try (ChunkedFileReader reader = files.open(folder.resolve(name), name)) {
      if (!segment.matches(reader) || segment.length() > MAX_SEGMENT_BYTES) {
        throw new TamperedFileException(name, "it is not the one that the catalogue names");
      }
      return reader.read(0, (int) segment.length());
    } catch (NoSuchFileException e) {
      throw missing(name, e);
    }
  }

  private static void apply(Catalogue catalogue, String file, byte[] sections)
      throws TamperedFileException {
    try {
      CatalogueCodec.decodeSections(file, sections).forEach(catalogue::apply);
    } catch (IllegalArgumentException e) {
      TamperedFileException tampered =
          new TamperedFileException(file, "its entries do not follow from one another");
      tampered.initCause(e);
      throw tampered;
    }
  }

  private static TamperedFileException missing(String name, NoSuchFileException cause) {
    TamperedFileException missing = new TamperedFileException(name, "it is missing");
    missing.initCause(cause);
    return missing;
  }

  private static ChunkedFiles files(
      FileOperations operations, KeyRing keys, FileKind kind, DataKey key) {
    return new ChunkedFiles(operations, keys.storeId(), kind, key, keys.random());
  }
}
