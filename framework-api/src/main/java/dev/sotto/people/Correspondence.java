package dev.sotto.people;

import dev.sotto.record.Participant;
import dev.sotto.record.RecordKind;
import dev.sotto.search.Passage;
import dev.sotto.search.SearchFilter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What certain persons wrote or received, as a question asks for it. It trusts the records: who
 * sends mail under another's address is taken for them.
 */
public final class Correspondence {
  private static final int MOST_SPELLINGS = 200;

  private final PersonDirectory directory;
  private final Relation relation;
  private final List<Person> persons;
  private final Set<RecordKind> kinds;
  private final List<String> wordings;

  /** What the persons have to do with a record. */
  public enum Relation {
    AUTHOR,
    RECIPIENT,
    PARTICIPANT
  }

  Correspondence(
      PersonDirectory directory,
      Relation relation,
      List<Person> persons,
      Set<RecordKind> kinds,
      List<String> wordings) {
    this.directory = directory;
    this.relation = relation;
    this.persons = List.copyOf(persons);
    this.kinds = Set.copyOf(kinds);
    this.wordings = List.copyOf(wordings);
  }

  /** Returns what the persons have to do with the records. */
  public Relation relation() {
    return relation;
  }

  /** Returns who wrote or received. */
  public List<Person> persons() {
    return persons;
  }

  /** Returns what to search for, the best first: what it is about, where the question says so. */
  public List<String> wordings() {
    return wordings;
  }

  /**
   * Returns a filter narrowed to what may belong to it. A name alone finds namesakes too, which
   * {@link #admits} keeps out.
   */
  public SearchFilter within(SearchFilter filter) {
    Set<String> spellings = new LinkedHashSet<>();
    persons.forEach(person -> spellings.addAll(person.spellings()));
    Set<String> bounded = new LinkedHashSet<>(spellings.stream().limit(MOST_SPELLINGS).toList());
    SearchFilter ofKinds = filter.kinds().isEmpty() ? filter.withKinds(kinds) : filter;
    return relation == Relation.AUTHOR
        ? ofKinds.withAuthors(bounded)
        : ofKinds.withPersons(bounded);
  }

  /**
   * Returns whether a passage is of a record that one of the persons wrote or received. Outside
   * chats only an address tells: a letter without one may bear any name or number.
   */
  public boolean admits(Passage passage) {
    return passage.participants().stream()
        .filter(this::hasRole)
        .filter(one -> passage.kind() == RecordKind.CHAT || one.address().contains("@"))
        .anyMatch(one -> directory.find(one).filter(persons::contains).isPresent());
  }

  private boolean hasRole(Participant participant) {
    return switch (relation) {
      case AUTHOR -> participant.role() == Participant.Role.AUTHOR;
      case RECIPIENT -> participant.role() == Participant.Role.RECIPIENT;
      case PARTICIPANT -> true;
    };
  }

  @Override
  public String toString() {
    return "Correspondence[" + relation + ", " + persons.size() + " persons]";
  }
}
