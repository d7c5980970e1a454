package dev.sotto.storage;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A record store in memory for tests. It never forgets what was removed. Safe for all threads. */
public final class InMemoryRecordStore implements RecordStore {
  private final TreeMap<SourceId, Source> sources = new TreeMap<>();
  private final Map<RecordId, Stored> records = new LinkedHashMap<>();
  private final Map<RecordId, Long> removals = new HashMap<>();
  private final Set<RecordId> damaged = new HashSet<>();
  private long generation;

  /** Lets a record be found damaged from now on. */
  public synchronized void damage(RecordId id) {
    damaged.add(id);
  }

  @Override
  public synchronized long generation() {
    return generation;
  }

  @Override
  public synchronized List<Source> sources() {
    return List.copyOf(sources.values());
  }

  @Override
  public synchronized Optional<Source> findSource(SourceId source) {
    return Optional.ofNullable(sources.get(source));
  }

  @Override
  public synchronized void putSource(Source source) {
    sources.put(source.id(), source);
    generation++;
  }

  @Override
  public synchronized Map<ItemKey, Fingerprint> items(SourceId source) {
    Map<ItemKey, Fingerprint> items = new HashMap<>();
    for (Stored stored : records.values()) {
      if (stored.record.source().equals(source)) {
        items.put(stored.record.key(), stored.record.fingerprint());
      }
    }
    return items;
  }

  @Override
  public synchronized List<RecordId> recordIds(SourceId source) {
    return records.values().stream()
        .filter(stored -> stored.record.source().equals(source))
        .map(stored -> stored.record.id())
        .toList();
  }

  @Override
  public synchronized long size() {
    return records.size();
  }

  @Override
  public synchronized Optional<PersonalRecord> find(RecordId id) throws TamperedFileException {
    if (damaged.contains(id)) {
      throw new TamperedFileException("memory", "a test damaged it");
    }
    return Optional.ofNullable(records.get(id)).map(Stored::record);
  }

  @Override
  public synchronized long commit(
      SourceId source, Collection<PersonalRecord> added, Collection<ItemKey> removed) {
    if (!sources.containsKey(source)) {
      throw new IllegalArgumentException("The source " + source + " was not put before");
    }
    for (PersonalRecord record : added) {
      if (!record.source().equals(source)) {
        throw new IllegalArgumentException(
            "A batch of the source " + source + " holds a record of " + record.source());
      }
    }
    generation++;
    for (ItemKey key : removed) {
      remove(RecordId.of(source, key));
    }
    for (PersonalRecord record : added) {
      records.remove(record.id());
      records.put(record.id(), new Stored(record, generation));
      removals.remove(record.id());
    }
    return generation;
  }

  @Override
  public synchronized void forget(SourceId source) {
    if (sources.remove(source) != null) {
      generation++;
      recordIds(source).forEach(this::remove);
    }
  }

  @Override
  public synchronized Optional<Changes> changesSince(long since) {
    if (since > generation) {
      return Optional.empty();
    }
    List<RecordId> present = new ArrayList<>();
    records.forEach((id, stored) -> {
      if (stored.changed > since) {
        present.add(id);
      }
    });
    List<RecordId> removed = new ArrayList<>();
    removals.forEach((id, at) -> {
      if (since > 0 && at > since) {
        removed.add(id);
      }
    });
    return Optional.of(new Changes(present, removed));
  }

  private void remove(RecordId id) {
    if (records.remove(id) != null) {
      removals.put(id, generation);
    }
  }

  private record Stored(PersonalRecord record, long changed) {}
}
