package dev.sotto.application.vault;

import dev.sotto.importing.Ingestion;
import dev.sotto.index.IndexTraces;
import dev.sotto.index.LuceneSearchIndex;
import dev.sotto.model.Cancellation;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.search.SearchFilter;
import dev.sotto.securestore.FormerKeys;
import dev.sotto.securestore.KeyRotation;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.StoreDamage;
import dev.sotto.storage.Source;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Forgets records in two steps. Hiding removes them from originals, index, history and what was
 * shown, and remembers keyed hashes of their items, so that reading their sources again does not
 * bring them back. Erasing writes what is left of their sources, and everything else that could
 * hold a word of them, under new keys, destroys the old ones, and then tries to find them again. A
 * process may end at any time; the next erasure goes on. For one thread.
 *
 * <p>It reaches neither the files that records were read from, nor the ledger, nor copies of the
 * store. Old bytes that a disk has kept can't be decrypted with what the store holds, but with an
 * old copy of its key table they can.
 */
public final class Forgetting {
  private static final int TEXTS = 12;
  private static final int BIG_SHARE = 10;

  private final Vault vault;
  private final PersonalStore store;
  private final LuceneSearchIndex index;
  private final Ingestion ingestion;
  private final LongSupplier nanoTime;

  Forgetting(
      Vault vault,
      PersonalStore store,
      LuceneSearchIndex index,
      Ingestion ingestion,
      LongSupplier nanoTime) {
    this.vault = vault;
    this.store = store;
    this.index = index;
    this.ingestion = ingestion;
    this.nanoTime = nanoTime;
  }

  /** Hears how far an erasure is. */
  @FunctionalInterface
  public interface Progress {
    /** Told after each step, in bytes. */
    void done(long bytes, long total);
  }

  /** Returns a source with everything in it. */
  public Selection source(SourceId source) {
    return new Selection(
        Optional.of(source), Map.of(source, List.copyOf(store.records().items(source).keySet())));
  }

  /** Returns one record, or nothing where there is none of this id. */
  public Selection record(RecordId id) {
    for (Source source : store.records().sources()) {
      for (ItemKey key : store.records().items(source.id()).keySet()) {
        if (RecordId.of(source.id(), key).equals(id)) {
          return new Selection(Optional.empty(), Map.of(source.id(), List.of(key)));
        }
      }
    }
    return new Selection(Optional.empty(), Map.of());
  }

  /**
   * Returns the records that a filter lets through, by reading every original: also those that have
   * no passage. Damaged records are left out.
   */
  public Selection matching(SearchFilter filter) throws IOException {
    Map<SourceId, List<ItemKey>> found = new TreeMap<>();
    for (Source source : store.records().sources()) {
      if (!filter.sources().isEmpty() && !filter.sources().contains(source.id())) {
        continue;
      }
      for (RecordId id : store.records().recordIds(source.id())) {
        Optional<PersonalRecord> record = undamaged(id);
        if (record.isPresent() && matches(record.get(), filter)) {
          found.computeIfAbsent(source.id(), s -> new ArrayList<>()).add(record.get().key());
        }
      }
    }
    return new Selection(Optional.empty(), found);
  }

  /** Removes records from view; their bytes stay on the disk, encrypted, until the erasure. */
  public void hide(Selection selection) throws IOException {
    ingestion.catchUp();
    Set<RecordId> records = selection.records();
    PendingErasure.read(store.documents())
        .orElseGet(PendingErasure::none)
        .with(records, selection.sources(), samples(selection))
        .write(store.documents());
    for (Map.Entry<SourceId, List<ItemKey>> entry : selection.items().entrySet()) {
      if (!selection.wholeSource().equals(Optional.of(entry.getKey()))) {
        store.deletions().add(entry.getKey(), entry.getValue());
        ingestion.forget(entry.getKey(), entry.getValue());
      }
    }
    if (selection.wholeSource().isPresent()) {
      ingestion.forget(selection.wholeSource().get());
      store.deletions().letBack(selection.wholeSource().get());
    }
    vault.forgetMemoryOf(records);
  }

  /** Removes records from view and erases them, with all that were hidden before. */
  public ErasureReceipt forgetNow(Selection selection, Progress progress, Cancellation cancellation)
      throws IOException {
    ingestion.catchUp();
    IndexTraces before = index.traces(selection.records(), samples(selection));
    try (FormerKeys former = store.rotation().copies(selection.sources())) {
      hide(selection);
      return erase(Optional.of(former), Optional.of(before), progress, cancellation);
    }
  }

  /** Erases what was hidden; goes on with an erasure that was stopped. */
  public ErasureReceipt finish(Progress progress, Cancellation cancellation) throws IOException {
    ingestion.catchUp();
    return erase(Optional.empty(), Optional.empty(), progress, cancellation);
  }

  /** Returns how many records are hidden and not yet erased. */
  public long pending() throws IOException {
    return PendingErasure.read(store.documents()).map(PendingErasure::count).orElse(0L);
  }

  /** Returns whether something is hidden and not yet erased. */
  public boolean isPending() throws IOException {
    return PendingErasure.read(store.documents()).isPresent();
  }

  /** Returns whether so much is hidden that it is time to erase it. */
  public boolean isErasureDue() throws IOException {
    return pending() * BIG_SHARE >= store.records().size();
  }

  /** Returns how many bytes of the index an erasure writes anew, beside originals. */
  public long indexBytes() throws IOException {
    return index.bytes();
  }

  private ErasureReceipt erase(
      Optional<FormerKeys> copied,
      Optional<IndexTraces> known,
      Progress progress,
      Cancellation cancellation)
      throws IOException {
    long begin = nanoTime.getAsLong();
    PendingErasure pending =
        PendingErasure.read(store.documents())
            .orElseGet(PendingErasure::none)
            .onlyMissing(presentRecords());
    IndexTraces before =
        known.isPresent() ? known.get() : index.traces(pending.records(), pending.texts());
    KeyRotation rotation = store.rotation();
    if (!pending.begun() || !rotation.isUnderWay()) {
      rotation.begin(pending.sources());
      pending.asBegun().write(store.documents());
    }
    try (FormerKeys leaving = rotation.leaving()) {
      FormerKeys former = copied.orElse(leaving);
      int openedBefore = former.filesOpened();
      long recordBytes = rotation.recordBytesLeft();
      long indexBytes = index.bytesToRewrite();
      boolean finished = move(rotation, recordBytes + indexBytes, progress, cancellation);
      List<StoreDamage> damaged = finished ? rotation.finish() : List.of();
      IndexTraces after = index.traces(pending.records(), pending.texts());
      ErasureReceipt receipt =
          new ErasureReceipt(
              finished,
              pending.count(),
              recordBytes,
              indexBytes,
              Duration.ofNanos(nanoTime.getAsLong() - begin),
              former.keys() - former.inTable(),
              former.inTable(),
              former.files(),
              openedBefore,
              former.filesOpened(),
              before,
              after,
              pending.texts().size(),
              damaged.stream().map(StoreDamage::file).toList());
      if (receipt.isClean()) {
        PendingErasure.delete(store.documents());
      }
      return receipt;
    }
  }

  private boolean move(
      KeyRotation rotation, long total, Progress progress, Cancellation cancellation)
      throws IOException {
    boolean more = true;
    while (more) {
      if (cancellation.requested()) {
        return false;
      }
      more = rotation.step() || index.rewriteSome();
      progress.done(
          Math.max(0, total - rotation.recordBytesLeft() - index.bytesToRewrite()), total);
    }
    return true;
  }

  private Set<RecordId> presentRecords() {
    Set<RecordId> present = new HashSet<>();
    store.records().sources().forEach(s -> present.addAll(store.records().recordIds(s.id())));
    return present;
  }

  private List<String> samples(Selection selection) throws IOException {
    List<String> texts = new ArrayList<>();
    List<RecordId> ids = List.copyOf(selection.records());
    int stride = Math.max(1, ids.size() / TEXTS);
    for (int i = 0; i < ids.size() && texts.size() < TEXTS; i += stride) {
      undamaged(ids.get(i))
          .map(record -> (record.content().title() + "\n" + record.content().text()).strip())
          .filter(text -> !text.isEmpty())
          .ifPresent(texts::add);
    }
    return texts;
  }

  private Optional<PersonalRecord> undamaged(RecordId id) throws IOException {
    try {
      return store.records().find(id);
    } catch (TamperedFileException e) {
      return Optional.empty();
    }
  }

  private static boolean matches(PersonalRecord record, SearchFilter filter) {
    var time = record.content().time();
    return (filter.from().isEmpty() || !time.isBefore(filter.from().get()))
        && (filter.until().isEmpty() || time.isBefore(filter.until().get()))
        && (filter.kinds().isEmpty() || filter.kinds().contains(record.content().kind()))
        && (filter.persons().isEmpty()
            || record.content().participants().stream()
                .anyMatch(participant ->
                    filter.persons().stream().anyMatch(name -> isNamed(participant, name))));
  }

  private static boolean isNamed(Participant participant, String person) {
    String wanted = person.strip().toLowerCase(Locale.ROOT);
    Set<String> words = words(wanted);
    return participant.address().toLowerCase(Locale.ROOT).equals(wanted)
        || (!words.isEmpty() && words(participant.name()).containsAll(words));
  }

  private static Set<String> words(String name) {
    Set<String> words = new HashSet<>();
    for (String word : name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  @Override
  public String toString() {
    return "Forgetting";
  }
}
