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
 * @param authors records that one of these persons wrote, named in the same way
 */
public record SearchFilter(
    Optional<Instant> from,
    Optional<Instant> until,
    Set<SourceId> sources,
    Set<RecordKind> kinds,
    Set<String> persons,
    Set<String> authors) {
  /** Allows everything. */
  public static final SearchFilter NONE =
      new SearchFilter(Optional.empty(), Optional.empty(), Set.of(), Set.of(), Set.of());

  public SearchFilter {
    sources = Set.copyOf(sources);
    kinds = Set.copyOf(kinds);
    persons = Set.copyOf(persons);
    authors = Set.copyOf(authors);
  }

  /** Creates a filter without authors. */
  public SearchFilter(
      Optional<Instant> from,
      Optional<Instant> until,
      Set<SourceId> sources,
      Set<RecordKind> kinds,
      Set<String> persons) {
    this(from, until, sources, kinds, persons, Set.of());
  }

  /** Returns the same filter for records of these kinds. */
  public SearchFilter withKinds(Set<RecordKind> other) {
    return new SearchFilter(from, until, sources, other, persons, authors);
  }

  /** Returns the same filter for records in which one of these persons takes part. */
  public SearchFilter withPersons(Set<String> other) {
    return new SearchFilter(from, until, sources, kinds, other, authors);
  }

  /** Returns the same filter for records that one of these persons wrote. */
  public SearchFilter withAuthors(Set<String> other) {
    return new SearchFilter(from, until, sources, kinds, persons, other);
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
        + " persons, "
        + authors.size()
        + " authors]";
  }
}
