package dev.sotto.search;

import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All records of a kind, for what code computes: events, contacts, measurements. Read once and kept
 * until the store changes. Damaged records are left out. For one thread.
 */
public final class StructuredRecords {
  private final RecordStore records;
  private final SearchIndex index;
  private final Map<RecordKind, List<PersonalRecord>> known = new EnumMap<>(RecordKind.class);
  private long generation = -1;

  /** Creates a view of a store through its index; both stay the caller's. */
  public StructuredRecords(RecordStore records, SearchIndex index) {
    this.records = records;
    this.index = index;
  }

  /** Returns all records of a kind, in the order of their ids. */
  public List<PersonalRecord> of(RecordKind kind) throws IOException {
    if (generation != records.generation()) {
      known.clear();
      generation = records.generation();
    }
    List<PersonalRecord> found = known.get(kind);
    if (found == null) {
      found = read(kind);
      known.put(kind, found);
    }
    return found;
  }

  private List<PersonalRecord> read(RecordKind kind) throws IOException {
    List<PersonalRecord> found = new ArrayList<>();
    for (RecordId id : index.records(SearchFilter.NONE.withKinds(Set.of(kind)))) {
      undamaged(id).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  private Optional<PersonalRecord> undamaged(RecordId id) throws IOException {
    try {
      return records.find(id);
    } catch (TamperedFileException damaged) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "StructuredRecords[" + known.keySet() + "]";
  }
}
