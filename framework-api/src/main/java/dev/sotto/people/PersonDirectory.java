package dev.sotto.people;

import dev.sotto.record.ContactDetails;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.search.ParticipantCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everybody whom the records name, resolved to persons by {@link PersonRules} and by what the
 * person decided. The same records and decisions give the same directory. Immutable.
 *
 * <p>It tells who is named, not who wrote: the sender of a mail writes name and address into it as
 * they like.
 */
public final class PersonDirectory {
  private static final int LONGEST_NAME = 200;
  private static final Comparator<Identity> ORDER =
      Comparator.comparing(Identity::kind).thenComparing(Identity::value);

  private final TelephoneNumbers numbers;
  private final Map<Identity, Person> byIdentity = new HashMap<>();
  private final List<Person> persons;
  private final List<Suggestion> suggestions;
  private final Map<String, Set<Person>> byName = new HashMap<>();
  private final Map<String, Set<Person>> byGiven = new HashMap<>();
  private final Map<String, Set<Person>> byWord = new HashMap<>();

  private PersonDirectory(
      TelephoneNumbers numbers, List<Person> persons, Set<PersonRules.Doubt> doubts) {
    this.numbers = numbers;
    this.persons = persons;
    persons.forEach(person -> person.identities().forEach(one -> byIdentity.put(one, person)));
    persons.forEach(this::index);
    Set<Suggestion> open = new LinkedHashSet<>();
    for (PersonRules.Doubt doubt : doubts) {
      Person one = byIdentity.get(doubt.one());
      Person other = byIdentity.get(doubt.other());
      if (one != null && other != null && !one.equals(other)) {
        open.add(new Suggestion(one, other, doubt.reason()));
      }
    }
    this.suggestions = List.copyOf(open);
  }

  /**
   * Resolves everybody.
   *
   * @param cards the records of contacts
   * @param participants everybody who takes part in a record, each way of naming them once
   * @param self who the person is
   * @param decisions what the person decided
   */
  public static PersonDirectory of(
      List<PersonalRecord> cards,
      List<ParticipantCount> participants,
      Self self,
      PersonDecisions decisions) {
    List<String> telephones = new ArrayList<>();
    for (PersonalRecord card : cards) {
      if (card.content().details() instanceof ContactDetails details) {
        telephones.addAll(details.telephones());
      }
    }
    if (telephones.stream().noneMatch(number -> number.startsWith("+"))) {
      participants.stream()
          .map(ParticipantCount::address)
          .filter(TelephoneNumbers::isNumber)
          .forEach(telephones::add);
    }
    TelephoneNumbers numbers = TelephoneNumbers.knowing(telephones);
    Map<Identity, Known> known = known(cards, participants, self, numbers);
    PersonRules rules = new PersonRules(known, numbers);
    Set<Identity> alone = decisions.alone();
    Set<Link> links = new LinkedHashSet<>();
    for (Link link : rules.links()) {
      if (!alone.contains(link.one()) && !alone.contains(link.other())) {
        links.add(link);
      }
    }
    for (Link link : decisions.links()) {
      if (known.containsKey(link.one()) && known.containsKey(link.other())) {
        links.add(link);
      }
    }
    Set<PersonRules.Doubt> doubts = new LinkedHashSet<>();
    for (PersonRules.Doubt doubt : rules.doubts()) {
      if (!alone.contains(doubt.one()) && !alone.contains(doubt.other())) {
        doubts.add(doubt);
      }
    }
    return new PersonDirectory(numbers, persons(known, links), doubts);
  }

  private static Map<Identity, Known> known(
      List<PersonalRecord> cards,
      List<ParticipantCount> participants,
      Self self,
      TelephoneNumbers numbers) {
    Map<Identity, Known> known = new LinkedHashMap<>();
    Known me = new Known(Identity.ME);
    me.addSelf(self);
    if (!self.equals(Self.UNKNOWN)) {
      known.put(Identity.ME, me);
    }
    for (PersonalRecord card : cards) {
      if (card.content().details() instanceof ContactDetails details) {
        String uid = details.uid().isBlank() ? card.id().value() : details.uid();
        at(known, new Identity(Identity.Kind.CARD, uid)).addCard(card, details);
      }
    }
    for (Known anchor : List.copyOf(known.values())) {
      anchor.addresses().forEach(a -> at(known, new Identity(Identity.Kind.ADDRESS, a)));
      for (String telephone : anchor.telephones()) {
        numbers
            .normal(telephone)
            .ifPresent(number -> at(known, new Identity(Identity.Kind.NUMBER, number)));
      }
    }
    for (ParticipantCount count : participants) {
      identity(count.name(), count.address(), numbers)
          .ifPresent(identity -> at(known, identity).addParticipant(count));
    }
    return known;
  }

  private static Known at(Map<Identity, Known> known, Identity identity) {
    return known.computeIfAbsent(identity, Known::new);
  }

  /** Returns what somebody is known by whom a record names so; empty where it has no words. */
  private static Optional<Identity> identity(
      String name, String address, TelephoneNumbers numbers) {
    String plain = address.strip().toLowerCase(Locale.ROOT);
    if (plain.isEmpty() && TelephoneNumbers.isNumber(name)) {
      plain = name.strip();
    }
    if (!plain.isEmpty()) {
      return !plain.contains("@") && TelephoneNumbers.isNumber(plain)
          ? numbers.normal(plain).map(number -> new Identity(Identity.Kind.NUMBER, number))
          : Optional.of(new Identity(Identity.Kind.ADDRESS, plain));
    }
    List<String> words = NameWords.withoutTitles(name);
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(new Identity(Identity.Kind.NAME, String.join(" ", words)));
  }

  private static List<Person> persons(Map<Identity, Known> known, Set<Link> links) {
    PersonRules.Groups groups = new PersonRules.Groups();
    links.forEach(link -> groups.join(link.one(), link.other()));
    Map<Identity, List<Known>> members = new LinkedHashMap<>();
    known
        .values()
        .forEach(one ->
            members.computeIfAbsent(groups.of(one.identity()), _ -> new ArrayList<>()).add(one));
    Map<Identity, List<Link>> reasons = new HashMap<>();
    links.forEach(
        link -> reasons.computeIfAbsent(groups.of(link.one()), _ -> new ArrayList<>()).add(link));
    List<Person> persons = new ArrayList<>();
    members.forEach(
        (top, parts) -> persons.add(person(parts, reasons.getOrDefault(top, List.of()))));
    persons.sort(
        Comparator.comparing((Person person) -> !person.isMe())
            .thenComparingLong(person -> -(person.written() + person.received()))
            .thenComparing(Person::name)
            .thenComparing(person -> person.identities().getFirst(), ORDER));
    return List.copyOf(persons);
  }

  private static Person person(List<Known> parts, List<Link> links) {
    List<Known> sorted =
        parts.stream().sorted(Comparator.comparing(Known::identity, ORDER)).toList();
    boolean known = sorted.stream().anyMatch(Known::isAnchor);
    Map<String, Long> counts = new LinkedHashMap<>();
    Set<String> nicknames = new LinkedHashSet<>();
    Set<String> spellings = new LinkedHashSet<>();
    List<PersonalRecord> cards = new ArrayList<>();
    long written = 0;
    long received = 0;
    for (Known part : sorted) {
      boolean borne = part.identity().kind() == Identity.Kind.ADDRESS;
      if (!known || !borne) {
        part.written().forEach((name, count) -> counts.merge(name, count, Long::sum));
      }
      nicknames.addAll(part.nicknames());
      spellings.addAll(part.spellings());
      cards.addAll(part.cards());
      written += part.authored();
      received += part.received();
    }
    List<String> names = new ArrayList<>(counts.keySet());
    if (!known) {
      names.sort(
          Comparator.comparingLong((String name) -> -counts.getOrDefault(name, 0L))
              .thenComparing(Comparator.naturalOrder()));
    }
    String name =
        names.stream()
            .findFirst()
            .or(() -> nicknames.stream().findFirst())
            .orElseGet(() -> sorted.getFirst().identity().value());
    return new Person(
        name,
        names,
        List.copyOf(nicknames),
        List.copyOf(spellings),
        cards,
        sorted.stream().map(Known::identity).toList(),
        links,
        written,
        received);
  }

  private void index(Person person) {
    for (PersonName name : namesOf(person)) {
      add(byName, name.key(), person);
      name.given().ifPresent(given -> add(byGiven, given, person));
      name.words().forEach(word -> add(byWord, word, person));
    }
  }

  static List<PersonName> namesOf(Person person) {
    List<PersonName> names = new ArrayList<>();
    person.names().forEach(name -> names.addAll(PersonName.allOf(name)));
    person.nicknames().forEach(name -> names.addAll(PersonName.allOf(name)));
    return names;
  }

  private static void add(Map<String, Set<Person>> index, String key, Person person) {
    index.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(person);
  }

  /** Returns everybody: the person first, then those with most records. */
  public List<Person> persons() {
    return persons;
  }

  /** Returns who may be one and is not joined. */
  public List<Suggestion> suggestions() {
    return suggestions;
  }

  /** Returns whose an identity is. */
  public Optional<Person> find(Identity identity) {
    return Optional.ofNullable(byIdentity.get(identity));
  }

  /** Returns who takes part in a record. */
  public Optional<Person> find(Participant participant) {
    return identity(participant.name(), participant.address(), numbers).flatMap(this::find);
  }

  /**
   * Returns the identity of a person that words name: an address, a number, a name without an
   * address, else a card with that name.
   */
  public Optional<Identity> identity(Person person, String words) {
    Optional<Identity> named = identity(words, "", numbers);
    Optional<Identity> written =
        words.contains("@")
            ? Optional.of(
                new Identity(Identity.Kind.ADDRESS, words.strip().toLowerCase(Locale.ROOT)))
            : named;
    if (written.filter(person.identities()::contains).isPresent()) {
      return written;
    }
    Set<String> keys = new HashSet<>();
    PersonName.allOf(words).forEach(name -> keys.add(name.key()));
    return person.identities(Identity.Kind.NAME).stream()
        .filter(one -> PersonName.allOf(one.value()).stream().anyMatch(n -> keys.contains(n.key())))
        .findFirst()
        .or(() ->
            person.identities(Identity.Kind.CARD).stream()
                .filter(card -> card.value().equals(words.strip()) || names(person, card, keys))
                .findFirst());
  }

  private static boolean names(Person person, Identity card, Set<String> keys) {
    return person.cards().stream()
        .filter(record ->
            record.id().value().equals(card.value())
                || (record.content().details() instanceof ContactDetails details
                    && details.uid().equals(card.value())))
        .flatMap(record -> PersonName.allOf(record.content().title()).stream())
        .anyMatch(name -> keys.contains(name.key()));
  }

  /**
   * Returns whom words name: an address or number, else a full name or nickname, else a first name,
   * else all words of a name; several where several are called so. Somebody who only bears the name
   * of a card beside another address is not meant by it.
   */
  public List<Person> named(String words) {
    if (words.isBlank() || words.length() > LONGEST_NAME) {
      return List.of();
    }
    if (words.contains("@") || TelephoneNumbers.isNumber(words)) {
      return identity("", words, numbers).flatMap(this::find).stream().toList();
    }
    Set<Person> found = new LinkedHashSet<>();
    List<PersonName> asked = PersonName.allOf(words);
    asked.forEach(name -> found.addAll(byName.getOrDefault(name.key(), Set.of())));
    if (found.isEmpty()) {
      asked.stream()
          .filter(name -> name.words().size() == 1)
          .forEach(name -> found.addAll(byGiven.getOrDefault(name.words().getFirst(), Set.of())));
    }
    if (found.isEmpty()) {
      asked.forEach(name -> found.addAll(withAll(name.words())));
    }
    return persons.stream().filter(found::contains).filter(p -> !isNamesake(p, found)).toList();
  }

  /** Returns whom words name in full, by a nickname or by a first name, and nobody else. */
  List<Person> called(String words) {
    Set<Person> found = new LinkedHashSet<>();
    for (PersonName name : PersonName.allOf(words)) {
      found.addAll(byName.getOrDefault(name.key(), Set.of()));
      if (name.words().size() == 1) {
        found.addAll(byGiven.getOrDefault(name.words().getFirst(), Set.of()));
      }
    }
    return List.copyOf(found);
  }

  private Set<Person> withAll(List<String> words) {
    Set<Person> found = new LinkedHashSet<>(byWord.getOrDefault(words.getFirst(), Set.of()));
    words.forEach(word -> found.retainAll(byWord.getOrDefault(word, Set.of())));
    return found;
  }

  private static boolean isNamesake(Person person, Set<Person> found) {
    if (person.isKnown()) {
      return false;
    }
    Set<String> keys = new HashSet<>();
    namesOf(person).stream().filter(PersonName::isFull).forEach(name -> keys.add(name.key()));
    return found.stream()
        .filter(Person::isKnown)
        .flatMap(other -> namesOf(other).stream())
        .anyMatch(name -> keys.contains(name.key()));
  }

  @Override
  public String toString() {
    return "PersonDirectory[" + persons.size() + " persons]";
  }
}
