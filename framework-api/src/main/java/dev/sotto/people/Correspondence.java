package dev.sotto.people;

import dev.sotto.record.Participant;
import dev.sotto.record.RecordKind;
import dev.sotto.search.Passage;
import dev.sotto.search.SearchFilter;
import java.util.HashSet;
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
        .anyMatch(one -> isOneOfThem(passage, one));
  }

  /**
   * Returns whether a passage is of a record whose author bears the full name of somebody known
   * without being them. It must not answer what they wrote, wherever it was found.
   */
  public boolean isOfNamesake(Passage passage) {
    Set<String> names = new HashSet<>();
    persons.stream()
        .filter(Person::isKnown)
        .flatMap(person -> PersonDirectory.namesOf(person).stream())
        .filter(PersonName::isFull)
        .forEach(name -> names.add(name.key()));
    return passage.participants().stream()
        .filter(one -> one.role() == Participant.Role.AUTHOR)
        .filter(one -> PersonName.allOf(one.name()).stream().anyMatch(n -> names.contains(n.key())))
        .anyMatch(one -> !isOneOfThem(passage, one));
  }

  private boolean isOneOfThem(Passage passage, Participant participant) {
    return (passage.kind() == RecordKind.CHAT || participant.address().contains("@"))
        && directory.find(participant).filter(persons::contains).isPresent();
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
