package dev.sotto.application.vault;

import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a person wants to be forgotten.
 *
 * @param wholeSource the source that goes with everything in it, if it is one
 * @param items the items by their source; all of them where a whole source goes
 */
public record Selection(Optional<SourceId> wholeSource, Map<SourceId, List<ItemKey>> items) {
  public Selection {
    Map<SourceId, List<ItemKey>> copy = new TreeMap<>();
    items.forEach((source, keys) -> copy.put(source, List.copyOf(keys)));
    items = copy;
  }

  /** Returns how many records there are. */
  public int size() {
    return items.values().stream().mapToInt(List::size).sum();
  }

  /** Returns whether there is nothing to forget. */
  public boolean isEmpty() {
    return wholeSource.isEmpty() && size() == 0;
  }

  /** Returns the sources that the records come from. */
  public Set<SourceId> sources() {
    return items.keySet();
  }

  Set<RecordId> records() {
    Set<RecordId> ids = new LinkedHashSet<>();
    items.forEach((source, keys) -> keys.forEach(key -> ids.add(RecordId.of(source, key))));
    return ids;
  }

  @Override
  public String toString() {
    return "Selection[" + size() + " records]";
  }
}
