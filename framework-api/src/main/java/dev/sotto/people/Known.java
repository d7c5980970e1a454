package dev.sotto.people;

import dev.sotto.record.ContactDetails;
import dev.sotto.record.PersonalRecord;
import dev.sotto.search.ParticipantCount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that is known about one identity, gathered from all records. For one thread. */
final class Known {
  private final Identity identity;
  private final Map<String, Long> written = new LinkedHashMap<>();
  private final Set<String> spellings = new LinkedHashSet<>();
  private final Set<String> nicknames = new LinkedHashSet<>();
  private final Set<String> addresses = new LinkedHashSet<>();
  private final Set<String> telephones = new LinkedHashSet<>();
  private final List<PersonalRecord> cards = new ArrayList<>();
  private Optional<ContactDetails.Birthday> birthday = Optional.empty();
  private final List<PersonName> names = new ArrayList<>();
  private long authored;
  private long received;

  Known(Identity identity) {
    this.identity = identity;
  }

  void addSelf(Self self) {
    self.names().forEach(name -> addName(name, 0));
    addresses.addAll(self.addresses());
  }

  void addCard(PersonalRecord record, ContactDetails details) {
    cards.add(record);
    if (details.names().isEmpty() && !record.content().title().isBlank()) {
      addName(record.content().title(), 0);
    }
    details.names().forEach(name -> addName(name, 0));
    nicknames.addAll(details.nicknames());
    addresses.addAll(details.addresses());
    telephones.addAll(details.telephones());
    birthday = birthday.or(details::birthday);
  }

  void addParticipant(ParticipantCount count) {
    if (!count.name().isBlank()) {
      addName(count.name(), count.written() + count.received());
    }
    spellings.add(count.address().isBlank() ? count.name() : count.address());
    authored += count.written();
    received += count.received();
  }

  private void addName(String text, long count) {
    if (!written.containsKey(text)) {
      names.addAll(PersonName.allOf(text));
    }
    written.merge(text, count, Long::sum);
  }

  /** Returns whether it says of itself what else is its own: a card, or the person. */
  boolean isAnchor() {
    return identity.kind() == Identity.Kind.CARD || identity.kind() == Identity.Kind.ME;
  }

  /** Returns whether both can't be one person, though they have the same name. */
  boolean contradicts(Known other) {
    boolean otherBirthday =
        birthday.isPresent() && other.birthday.isPresent() && !birthday.equals(other.birthday);
    return otherBirthday
        || haveNoneInCommon(addresses, other.addresses)
        || haveNoneInCommon(telephones, other.telephones);
  }

  private static boolean haveNoneInCommon(Set<String> some, Set<String> others) {
    return !some.isEmpty() && !others.isEmpty() && some.stream().noneMatch(others::contains);
  }

  /** Returns whether one of its names may name the same person as one of another's. */
  boolean hasNameThatFits(Known other) {
    return names.isEmpty()
        || other.names.isEmpty()
        || names.stream().anyMatch(name -> other.names.stream().anyMatch(name::isCompatibleWith));
  }

  /** Returns whether the chat program marked the name as one that its bearer chose. */
  boolean isSelfChosen() {
    return written.keySet().stream().anyMatch(name -> name.strip().startsWith("~"));
  }

  Identity identity() {
    return identity;
  }

  List<PersonName> names() {
    return names;
  }

  Map<String, Long> written() {
    return written;
  }

  Set<String> spellings() {
    return spellings;
  }

  Set<String> nicknames() {
    return nicknames;
  }

  Set<String> addresses() {
    return addresses;
  }

  Set<String> telephones() {
    return telephones;
  }

  List<PersonalRecord> cards() {
    return cards;
  }

  long authored() {
    return authored;
  }

  long received() {
    return received;
  }

  @Override
  public String toString() {
    return "Known[" + identity + ", " + names.size() + " names]";
  }
}
