package dev.sotto.importing;

import dev.sotto.labels.Labelling;
import dev.sotto.model.Cancellation;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.search.SearchIndex;
import dev.sotto.storage.ForgottenItems;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.RecordStore.Changes;
import dev.sotto.storage.Source;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings sources into the record store and the search index: unchanged items are skipped, changed
 * ones replaced, vanished ones removed once a scan has reached its end. Records go to the store
 * first, in batches, and then to the index; a process that dies in between leaves an index that
 * lags behind, which {@link #catchUp} mends. For one thread.
 */
public final class Ingestion {
  private static final int BATCH_RECORDS = 128;
  private static final int BATCH_CHARACTERS = 1_000_000;
  private static final int BATCH_TO_UNDERSTAND = 64;
  private static final int BATCH_TO_RELABEL = 1_000;
  private static final int MOST_TO_UNDERSTAND_AT_ONCE = 1_000;
  private static final int MAX_BASE_NAME = 40;
  private static final int MAX_NAME = 58;

  private final RecordStore records;
  private final SearchIndex index;
  private final List<Importer> importers;
  private final ImportContext context;
  private final Clock clock;
  private final Labelling labelling;
  private final ForgottenItems forgotten;

  /** Creates an ingestion that labels records as their importers do. */
  public Ingestion(
      RecordStore records,
      SearchIndex index,
      List<Importer> importers,
      ImportContext context,
      Clock clock) {
    this(records, index, importers, context, clock, Labelling.AS_IMPORTED);
  }

  /**
   * Creates an ingestion over a store and its index; both stay the caller's.
   *
   * @param labelling what labels records have in the index; the store keeps those of the importers
   */
  public Ingestion(
      RecordStore records,
      SearchIndex index,
      List<Importer> importers,
      ImportContext context,
      Clock clock,
      Labelling labelling) {
    this(records, index, importers, context, clock, labelling, ForgottenItems.NONE);
  }

  /**
   * Creates an ingestion over a store and its index that leaves out what was forgotten.
   *
   * @param labelling what labels records have in the index; the store keeps those of the importers
   * @param forgotten items that are not taken in again
   */
  public Ingestion(
      RecordStore records,
      SearchIndex index,
      List<Importer> importers,
      ImportContext context,
      Clock clock,
      Labelling labelling,
      ForgottenItems forgotten) {
    this.records = records;
    this.index = index;
    this.importers = List.copyOf(importers);
    this.context = context;
    this.clock = clock;
    this.labelling = labelling;
    this.forgotten = forgotten;
  }

  /**
   * Remembers a file or folder as one source, without reading it yet. A path that is a source
   * already is returned as it is.
   *
   * @param path an existing file or folder
   * @param importerName the importer to use; the one that fits best when empty
   * @throws UnknownSourceException if no importer takes the path or none has that name
   * @throws NoSuchFileException if there is nothing at the path
   */
  public Source add(Path path, Optional<String> importerName) throws IOException {
    Path real = existing(path);
    Importer importer =
        importerName.isPresent() ? importerNamed(importerName.get()) : importerFor(real);
    return remembered(real, importer, baseName(real));
  }

  /**
   * Remembers a file or folder as sources, one for each importer that is sure of the folder or of a
   * file in it, without reading it yet. Each of them reads what is its own. Where no importer is
   * sure, the one that could read the path is taken.
   *
   * @param path an existing file or folder
   * @param cancellation stops the look at the folder's files
   * @throws UnknownSourceException if no importer takes anything at the path
   * @throws NoSuchFileException if there is nothing at the path
   * @throws ImportCancelledException if the cancellation was requested; nothing is remembered then
   */
  public AddedSources addAll(Path path, Cancellation cancellation) throws IOException {
    Path real = existing(path);
    if (!Files.isDirectory(real)) {
      return new AddedSources(List.of(add(real, Optional.empty())), UnreadFiles.NONE);
    }
    return addAll(real, FolderSurvey.of(real, importers, cancellation));
  }

  /**
   * Remembers a folder as sources, one for each importer that was found to have files in it.
   *
   * @param folder an existing folder
   * @param survey what stands in it; importers that are not among this ingestion's are ignored
   * @throws UnknownSourceException if no importer takes anything at the path
   * @throws NoSuchFileException if there is nothing at the path
   */
  public AddedSources addAll(Path folder, FolderSurvey survey) throws IOException {
    Path real = existing(folder);
    List<Importer> claiming =
        importers.stream().filter(importer -> survey.claiming().contains(importer.name())).toList();
    if (claiming.isEmpty()) {
      claiming = List.of(importerFor(real));
    }
    List<Source> sources = new ArrayList<>();
    for (Importer importer : claiming) {
      String name = claiming.size() == 1 ? baseName(real) : baseName(real) + "-" + importer.name();
      sources.add(remembered(real, importer, name));
    }
    return new AddedSources(sources, survey.unread());
  }

  /**
   * Reads a source, stores what is new, changed or gone, and makes it searchable by words and
   * meaning: {@link #read} and {@link #understand} in one.
   *
   * @param id the source
   * @param listener hears the progress
   * @param cancellation stops the import at the next item; batches that were committed stay
   * @throws UnknownSourceException if there is no such source
   * @throws IOException if the path can't be read as a whole, or the store can't be written
   */
  public ImportReport sync(SourceId id, ImportListener listener, Cancellation cancellation)
      throws IOException {
    ImportReport report = read(id, listener, cancellation);
    understand(listener, cancellation);
    return report;
  }

  /**
   * Makes everything that can be found by words only searchable by meaning, the newest records
   * first. Stops when it is asked to; the next call goes on.
   *
   * @return how many passages are left to be understood
   * @throws IOException if store or index can't be read or written
   */
  public long understand(ImportListener listener, Cancellation cancellation) throws IOException {
    long total = index.passagesWithoutMeaning();
    long left = total;
    while (left > 0 && !cancellation.requested()) {
      listener.understood(total - left, total);
      List<PersonalRecord> batch = new ArrayList<>();
      List<RecordId> unreadable = new ArrayList<>();
      for (RecordId id : index.withoutMeaning(BATCH_TO_UNDERSTAND)) {
        undamaged(id).ifPresentOrElse(batch::add, () -> unreadable.add(id));
      }
      index.apply(labelled(batch), unreadable, index.generation());
      left = index.passagesWithoutMeaning();
    }
    if (total > 0) {
      listener.understood(total - left, total);
    }
    return left;
  }

  /**
   * Reads a source and stores what is new, changed or gone, to be found by words at once.
   *
   * @param id the source
   * @param listener hears the progress
   * @param cancellation stops the import at the next item; batches that were committed stay
   * @throws UnknownSourceException if there is no such source
   * @throws IOException if the path can't be read as a whole, or the store can't be written
   */
  public ImportReport read(SourceId id, ImportListener listener, Cancellation cancellation)
      throws IOException {
    catchUp();
    Source source =
        records
            .findSource(id)
            .orElseThrow(() ->
                new UnknownSourceException(
                    "There is no source named "
                        + id
                        + "; known: "
                        + records.sources().stream().map(s -> s.id().value()).toList()));
    Path path = Path.of(source.path());
    if (!Files.exists(path)) {
      throw new NoSuchFileException(
          source.path(),
          null,
          "the source "
              + id
              + " is no longer there. Its records are kept. Put it back, or run: sotto forget "
              + id);
    }
    Scan scan = new Scan(source, listener, cancellation);
    try {
      importerNamed(source.importer()).scan(path, context, scan);
    } catch (ImportCancelledException e) {
      return scan.report(ImportReport.Outcome.CANCELLED);
    } catch (BrokenOffScanException e) {
      scan.breakOff(e);
      return scan.report(ImportReport.Outcome.INCOMPLETE);
    }
    scan.finish();
    putSource(source.syncedAt(clock.instant()));
    return scan.report(ImportReport.Outcome.COMPLETE);
  }

  /**
   * Brings an index that lags behind the store up to date, rebuilding it where the store no longer
   * knows the difference. Records that are damaged in the store are left out, so that the others
   * can be found; once they are restored, a new index takes them in. Where many records are to be
   * indexed they are found by words at first and {@link #understand} does the rest.
   *
   * @return how many records were indexed or removed from the index
   */
  public long catchUp() throws IOException {
    long generation = records.generation();
    if (index.generation() == generation) {
      return 0;
    }
    Optional<Changes> difference =
        index.generation() > generation
            ? Optional.empty()
            : records.changesSince(index.generation());
    Changes changes;
    if (difference.isPresent()) {
      changes = difference.get();
    } else {
      index.clear();
      changes = new Changes(allRecordIds(), List.of());
    }
    SearchIndex.Depth depth =
        changes.present().size() > MOST_TO_UNDERSTAND_AT_ONCE
            ? SearchIndex.Depth.WORDS
            : SearchIndex.Depth.MEANING;
    long reached = index.generation();
    long indexed = 0;
    List<PersonalRecord> batch = new ArrayList<>();
    for (RecordId record : changes.present()) {
      undamaged(record).ifPresent(batch::add);
      if (batch.size() == BATCH_RECORDS) {
        index.apply(labelled(batch), List.of(), reached, depth);
        indexed += batch.size();
        batch.clear();
      }
    }
    index.apply(labelled(batch), changes.removed(), generation, depth);
    return indexed + batch.size() + changes.removed().size();
  }

  /**
   * Gives every record in the index the labels of this ingestion, where another labelling gave
   * others. Stops when it is asked to; calling it again goes on from the start.
   *
   * @param before the labelling that the index has
   * @param listener hears how many records were looked at
   * @return how many records have other labels now
   * @throws ImportCancelledException if it was stopped
   */
  public long relabel(Labelling before, ImportListener listener, Cancellation cancellation)
      throws IOException {
    catchUp();
    List<RecordId> all = allRecordIds();
    Map<RecordId, Labels> changed = new HashMap<>();
    long relabelled = 0;
    for (int i = 0; i < all.size(); i++) {
      if (cancellation.requested()) {
        throw new ImportCancelledException();
      }
      Optional<PersonalRecord> record = undamaged(all.get(i));
      if (record.isPresent()) {
        Labels labels = labelling.labelsOf(record.get());
        if (!labels.equals(before.labelsOf(record.get()))) {
          changed.put(record.get().id(), labels);
        }
      }
      if (changed.size() == BATCH_TO_RELABEL || i == all.size() - 1) {
        index.relabel(changed);
        relabelled += changed.size();
        changed.clear();
        listener.understood(i + 1L, all.size());
      }
    }
    return relabelled;
  }

  private List<PersonalRecord> labelled(List<PersonalRecord> batch) {
    return batch.stream().map(labelling::applyTo).toList();
  }

  private Optional<PersonalRecord> undamaged(RecordId record) throws IOException {
    try {
      return records.find(record);
    } catch (TamperedFileException e) {
      return Optional.empty();
    }
  }

  /** Removes a source with all its records, from the store first and then from the index. */
  public void forget(SourceId id) throws IOException {
    if (records.findSource(id).isEmpty()) {
      throw new UnknownSourceException("There is no source named " + id + "; run: sotto list");
    }
    List<RecordId> gone = records.recordIds(id);
    catchUp();
    records.forget(id);
    index.apply(List.of(), gone, records.generation());
  }

  /** Removes items of a source, from the store first and then from the index. */
  public void forget(SourceId id, Collection<ItemKey> items) throws IOException {
    catchUp();
    long generation = records.commit(id, List.of(), items);
    index.apply(List.of(), items.stream().map(item -> RecordId.of(id, item)).toList(), generation);
  }

  private void putSource(Source source) throws IOException {
    catchUp();
    records.putSource(source);
    index.apply(List.of(), List.of(), records.generation());
  }

  private List<RecordId> allRecordIds() {
    return records.sources().stream().flatMap(s -> records.recordIds(s.id()).stream()).toList();
  }

  private Importer importerNamed(String name) {
    return importers.stream()
        .filter(importer -> importer.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new UnknownSourceException(
                "No importer is named " + name + "; there are: " + importerNames()));
  }

  private Importer importerFor(Path path) throws IOException {
    Importer possible = null;
    for (Importer importer : importers) {
      switch (importer.match(path)) {
        case YES -> {
          return importer;
        }
        case POSSIBLE -> possible = possible == null ? importer : possible;
        case NO -> {}
      }
    }
    if (possible == null) {
      throw new UnknownSourceException(
          "No importer recognises " + path + ". This version reads: " + importerNames());
    }
    return possible;
  }

  private List<String> importerNames() {
    return importers.stream().map(Importer::name).toList();
  }

  private static Path existing(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "nothing is there; check the spelling");
    }
    return path.toRealPath();
  }

  private Source remembered(Path path, Importer importer, String name) throws IOException {
    for (Source known : records.sources()) {
      if (known.path().equals(path.toString()) && known.importer().equals(importer.name())) {
        return known;
      }
    }
    Source source =
        new Source(
            freeName(name), importer.name(), path.toString(), clock.instant(), Optional.empty());
    putSource(source);
    return source;
  }

  private static String baseName(Path path) {
    Path fileName = path.getFileName();
    String stem = fileName == null ? "root" : fileName.toString().replaceFirst("\\.[^.]{1,8}$", "");
    String base =
        Normalizer.normalize(stem, Normalizer.Form.NFC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{Ll}\\p{Lo}\\p{N}]+", "-")
            .replaceAll("^-+|-+$", "");
    return base.isEmpty() ? "source" : base.substring(0, Math.min(base.length(), MAX_BASE_NAME));
  }

  private SourceId freeName(String name) {
    String base = name.substring(0, Math.min(name.length(), MAX_NAME));
    SourceId candidate = new SourceId(base);
    for (int n = 2; records.findSource(candidate).isPresent(); n++) {
      candidate = new SourceId(base + "-" + n);
    }
    return candidate;
  }

  private final class Scan implements ImportSink {
    private final Source source;
    private final ImportListener listener;
    private final Cancellation cancellation;
    private final Map<ItemKey, Fingerprint> stored;
    private final Set<ItemKey> seen = new HashSet<>();
    private final List<PersonalRecord> pending = new ArrayList<>();
    private final Set<String> unreadable = new HashSet<>();
    private final List<ImportProblem> problems = new ArrayList<>();
    private UnreadFiles unread = UnreadFiles.NONE;
    private int pendingCharacters;
    private long added;
    private long updated;
    private long removed;
    private long unchanged;
    private long problemCount;
    private long done;
    private long total;

    Scan(Source source, ImportListener listener, Cancellation cancellation) {
      this.source = source;
      this.listener = listener;
      this.cancellation = cancellation;
      this.stored = records.items(source.id());
    }

    @Override
    public boolean wants(ItemKey key, Fingerprint fingerprint) {
      checkCancelled();
      if (!seen.add(key) || forgotten.contains(source.id(), key)) {
        return false;
      }
      if (fingerprint.equals(stored.get(key))) {
        unchanged++;
        return false;
      }
      return true;
    }

    @Override
    public Map<ItemKey, Fingerprint> stored() {
      return Collections.unmodifiableMap(stored);
    }

    @Override
    public void accept(ItemKey key, Fingerprint fingerprint, RecordContent content)
        throws IOException {
      checkCancelled();
      seen.add(key);
      if (forgotten.contains(source.id(), key)) {
        return;
      }
      if (stored.containsKey(key)) {
        updated++;
      } else {
        added++;
      }
      pending.add(PersonalRecord.of(source.id(), key, fingerprint, content));
      pendingCharacters += content.text().length();
      if (pending.size() >= BATCH_RECORDS || pendingCharacters >= BATCH_CHARACTERS) {
        commit(List.of());
      }
      tell();
    }

    @Override
    public void problem(ItemKey key, String reason) {
      checkCancelled();
      note(key, reason);
      tell();
    }

    private void note(ItemKey key, String reason) {
      seen.add(key);
      unreadable.add(key.value());
      problemCount++;
      if (problems.size() < ImportReport.MAX_PROBLEMS) {
        problems.add(new ImportProblem(key, reason));
      }
    }

    @Override
    public void leaveOut(UnreadFiles files) {
      unread = unread.plus(files);
    }

    @Override
    public void progress(long newDone, long newTotal) {
      checkCancelled();
      done = newDone;
      total = newTotal;
      tell();
    }

    /** Keeps what was read and all that an earlier scan stored. */
    void breakOff(BrokenOffScanException brokenOff) throws IOException {
      note(brokenOff.item(), brokenOff.reason());
      commit(List.of());
    }

    void finish() throws IOException {
      List<ItemKey> vanished =
          stored.keySet().stream()
              .filter(key -> !seen.contains(key) && !liesInUnreadable(key))
              .toList();
      removed = vanished.size();
      commit(vanished);
    }

    ImportReport report(ImportReport.Outcome outcome) {
      return new ImportReport(
          source.id(),
          outcome,
          added - uncommitted(false),
          updated - uncommitted(true),
          removed,
          unchanged,
          problems,
          problemCount,
          unread);
    }

    private long uncommitted(boolean known) {
      return pending.stream().filter(record -> stored.containsKey(record.key()) == known).count();
    }

    private boolean liesInUnreadable(ItemKey key) {
      String path = key.value();
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        if (unreadable.contains(path.substring(0, slash))) {
          return true;
        }
      }
      return false;
    }

    private void commit(List<ItemKey> vanished) throws IOException {
      if (pending.isEmpty() && vanished.isEmpty()) {
        return;
      }
      long generation = records.commit(source.id(), pending, vanished);
      List<RecordId> gone = vanished.stream().map(key -> RecordId.of(source.id(), key)).toList();
      index.apply(labelled(pending), gone, generation, SearchIndex.Depth.WORDS);
      pending.clear();
      pendingCharacters = 0;
    }

    private void checkCancelled() {
      if (cancellation.requested()) {
        throw new ImportCancelledException();
      }
    }

    private void tell() {
      listener.progress(
          new ImportProgress(source.id(), done, total, added + updated, problemCount));
    }
  }
}
