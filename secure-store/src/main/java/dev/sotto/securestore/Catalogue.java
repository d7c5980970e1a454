package dev.sotto.securestore;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.v1.CatalogueEntry;
import dev.sotto.securestore.v1.CatalogueSection;
import dev.sotto.securestore.v1.StoredFile;
import dev.sotto.storage.RecordStore.Changes;
import dev.sotto.storage.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which records there are and where they stand, in memory. It is the sum of the sections that were
 * applied, in order; the same sections always give the same catalogue. Not safe for threads by
 * itself.
 */
final class Catalogue {
  private final int maxRemovals;
  private final TreeMap<SourceId, SourceItems> sources = new TreeMap<>();
  private final Map<Long, Pack> packs = new LinkedHashMap<>();
  private final Map<RecordId, Item> records = new HashMap<>();
  private final LinkedHashMap<RecordId, Long> removals = new LinkedHashMap<>();
  private long generation;
  private long removalsKnownSince;

  /**
   * Creates an empty catalogue.
   *
   * @param maxRemovals how many removals are remembered
   */
  Catalogue(int maxRemovals) {
    this.maxRemovals = maxRemovals;
  }

  /** Where one record stands. */
  record Item(
      Pack pack, ItemKey key, Fingerprint fingerprint, long offset, int length, long changed) {
    @Override
    public String toString() {
      return "Item[" + pack + ", " + length + " bytes]";
    }
  }

  /** One pack and how many of its records are still there. */
  static final class Pack {
    private final StoredFile file;
    private final SourceId source;
    private int live;

    Pack(StoredFile file, SourceId source) {
      this.file = file;
      this.source = source;
    }

    StoredFile file() {
      return file;
    }

    SourceId source() {
      return source;
    }

    @Override
    public String toString() {
      return file.packName();
    }
  }

  /**
   * Applies a section.
   *
   * @throws IllegalArgumentException if it does not follow from what was applied before
   */
  void apply(CatalogueSection section) {
    switch (section.extent()) {
      case SNAPSHOT -> {
        sources.clear();
        packs.clear();
        records.clear();
        removals.clear();
        removalsKnownSince = section.removalsKnownSince();
      }
      case BATCH -> {
        if (section.generation() != generation + 1) {
          throw new IllegalArgumentException(
              "Generation " + section.generation() + " follows generation " + generation);
        }
      }
    }
    generation = section.generation();
    section.entries().forEach(this::apply);
    packs.values().removeIf(pack -> pack.live == 0);
    forgetOldRemovals();
  }

  /** Returns one section that says everything this catalogue knows. */
  CatalogueSection snapshot() {
    return snapshot(generation, Optional.empty());
  }

  /**
   * Returns one section that says everything but a source, whose records count as removed by the
   * next generation.
   */
  CatalogueSection snapshotWithout(SourceId source) {
    return snapshot(generation + 1, Optional.of(source));
  }

  long generation() {
    return generation;
  }

  long size() {
    return records.size();
  }

  List<Source> sources() {
    return sources.values().stream().map(items -> items.source).toList();
  }

  Optional<Source> findSource(SourceId source) {
    return Optional.ofNullable(sources.get(source)).map(items -> items.source);
  }

  Map<ItemKey, Fingerprint> items(SourceId source) {
    SourceItems items = sources.get(source);
    if (items == null) {
      return Map.of();
    }
    Map<ItemKey, Fingerprint> fingerprints = HashMap.newHashMap(items.byKey.size());
    items.byKey.forEach((key, item) -> fingerprints.put(key, item.fingerprint()));
    return fingerprints;
  }

  boolean contains(SourceId source, ItemKey key) {
    SourceItems items = sources.get(source);
    return items != null && items.byKey.containsKey(key);
  }

  List<RecordId> recordIds(SourceId source) {
    SourceItems items = sources.get(source);
    return items == null
        ? List.of()
        : items.byKey.keySet().stream().map(key -> RecordId.of(source, key)).toList();
  }

  Optional<Item> find(RecordId id) {
    return Optional.ofNullable(records.get(id));
  }

  /** Returns what lives of some packs of a source, in the order of the source's items. */
  List<Item> itemsIn(SourceId source, Set<String> packNames) {
    return itemsOf(source).byKey.values().stream()
        .filter(item -> packNames.contains(item.pack().file().packName()))
        .toList();
  }

  Collection<Pack> packs() {
    return List.copyOf(packs.values());
  }

  Optional<Changes> changesSince(long since) {
    if (since < 0 || since > generation || (since > 0 && since < removalsKnownSince)) {
      return Optional.empty();
    }
    List<Map.Entry<RecordId, Item>> changed = new ArrayList<>();
    for (Map.Entry<RecordId, Item> entry : records.entrySet()) {
      if (entry.getValue().changed() > since) {
        changed.add(entry);
      }
    }
    changed.sort(
        Comparator.<Map.Entry<RecordId, Item>>comparingLong(entry -> entry.getValue().changed())
            .thenComparingLong(entry -> entry.getValue().pack().file().number())
            .thenComparingLong(entry -> entry.getValue().offset()));
    List<RecordId> removed = new ArrayList<>();
    if (since > 0) {
      removals.forEach((id, removedIn) -> {
        if (removedIn > since) {
          removed.add(id);
        }
      });
    }
    return Optional.of(new Changes(changed.stream().map(Map.Entry::getKey).toList(), removed));
  }

  private void apply(CatalogueEntry entry) {
    switch (entry) {
      case CatalogueEntry.SourcePut(Source source) ->
          sources.computeIfAbsent(source.id(), id -> new SourceItems(source)).source = source;
      case CatalogueEntry.PackAdded(StoredFile file, SourceId source) -> {
        itemsOf(source);
        packs.put(file.number(), new Pack(file, source));
      }
      case CatalogueEntry.ItemPut put -> put(put);
      case CatalogueEntry.ItemRemoved(SourceId source, ItemKey key) -> {
        Item old = itemsOf(source).byKey.remove(key);
        if (old != null) {
          RecordId id = RecordId.of(source, key);
          old.pack().live--;
          records.remove(id);
          removals.put(id, generation);
        }
      }
      case CatalogueEntry.Removal(RecordId id, long removedIn) -> removals.put(id, removedIn);
    }
  }

  private void put(CatalogueEntry.ItemPut put) {
    Pack pack = packs.get(put.pack());
    if (pack == null) {
      throw new IllegalArgumentException("An item stands in a pack that is not there");
    }
    if (put.offset() < 0
        || put.length() <= 0
        || put.offset() > pack.file.length() - put.length()
        || put.changed() > generation) {
      throw new IllegalArgumentException("An item stands outside its pack or its time");
    }
    Item item =
        new Item(pack, put.key(), put.fingerprint(), put.offset(), put.length(), put.changed());
    Item old = itemsOf(pack.source).byKey.put(put.key(), item);
    if (old != null) {
      old.pack().live--;
    }
    pack.live++;
    RecordId id = RecordId.of(pack.source, put.key());
    records.put(id, item);
    removals.remove(id);
  }

  private SourceItems itemsOf(SourceId source) {
    SourceItems items = sources.get(source);
    if (items == null) {
      throw new IllegalArgumentException("The source " + source + " is not there");
    }
    return items;
  }

  private void forgetOldRemovals() {
    var oldest = removals.entrySet().iterator();
    for (int excess = removals.size() - maxRemovals; excess > 0; excess--) {
      removalsKnownSince = Math.max(removalsKnownSince, oldest.next().getValue());
      oldest.remove();
    }
  }

  private CatalogueSection snapshot(long at, Optional<SourceId> without) {
    List<CatalogueEntry> entries = new ArrayList<>();
    removals.forEach((id, removedIn) -> entries.add(new CatalogueEntry.Removal(id, removedIn)));
    for (SourceItems items : sources.values()) {
      if (!without.equals(Optional.of(items.source.id()))) {
        entries.add(new CatalogueEntry.SourcePut(items.source));
      }
    }
    for (Pack pack : packs.values()) {
      if (!without.equals(Optional.of(pack.source))) {
        entries.add(new CatalogueEntry.PackAdded(pack.file, pack.source));
      }
    }
    for (SourceItems items : sources.values()) {
      boolean gone = without.equals(Optional.of(items.source.id()));
      for (Item item : items.byKey.values()) {
        entries.add(
            gone
                ? new CatalogueEntry.Removal(RecordId.of(items.source.id(), item.key()), at)
                : new CatalogueEntry.ItemPut(
                    item.pack().file().number(),
                    item.key(),
                    item.fingerprint(),
                    item.offset(),
                    item.length(),
                    item.changed()));
      }
    }
    return new CatalogueSection(CatalogueSection.Extent.SNAPSHOT, at, removalsKnownSince, entries);
  }

  private static final class SourceItems {
    private final LinkedHashMap<ItemKey, Item> byKey = new LinkedHashMap<>();
    private Source source;

    SourceItems(Source source) {
      this.source = source;
    }
  }
}
