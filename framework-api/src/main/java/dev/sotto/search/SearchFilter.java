package dev.sotto.search;

import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which passages may be found; each empty part allows everything.
 *
 * @param from records at or after this time
 * @param until records before this time
 * @param sources records of one of these sources
 * @param kinds records of one of these kinds
 * @param persons records in which one of these persons takes part: all words of a name, or a whole
 *     address, in any case
 */
public record SearchFilter(
    Optional<Instant> from,
    Optional<Instant> until,
    Set<SourceId> sources,
    Set<RecordKind> kinds,
    Set<String> persons) {
  /** Allows everything. */
  public static final SearchFilter NONE =
      new SearchFilter(Optional.empty(), Optional.empty(), Set.of(), Set.of(), Set.of());

  public SearchFilter {
    sources = Set.copyOf(sources);
    kinds = Set.copyOf(kinds);
    persons = Set.copyOf(persons);
  }

  /** Returns the same filter for records of these kinds. */
  public SearchFilter withKinds(Set<RecordKind> other) {
    return new SearchFilter(from, until, sources, other, persons);
  }

  @Override
  public String toString() {
    return "SearchFilter["
        + (from.isPresent() || until.isPresent() ? "time, " : "")
        + sources.size()
        + " sources, "
        + kinds.size()
        + " kinds, "
        + persons.size()
        + " persons]";
  }
}
