package dev.sotto.people;

import dev.sotto.record.PersonalRecord;
import java.util.List;

/**
 * Somebody, as far as the records tell.
 *
 * @param name what to call them
 * @param names all their names, as written: those of cards first
 * @param nicknames what else their cards say they are called
 * @param spellings mail addresses, numbers and names without an address, as records write them:
 *     what a search filter finds them by
 * @param cards their cards in the address book
 * @param identities what they are known by, in the order of kind and value
 * @param links why these belong together; empty for a single identity
 * @param written records that they wrote
 * @param received records that they received
 */
public record Person(
    String name,
    List<String> names,
    List<String> nicknames,
    List<String> spellings,
    List<PersonalRecord> cards,
    List<Identity> identities,
    List<Link> links,
    long written,
    long received) {
  public Person {
    names = List.copyOf(names);
    nicknames = List.copyOf(nicknames);
    spellings = List.copyOf(spellings);
    cards = List.copyOf(cards);
    identities = List.copyOf(identities);
    links = List.copyOf(links);
  }

  /** Returns whether this is the person whose store it is. */
  public boolean isMe() {
    return identities.contains(Identity.ME);
  }

  /** Returns whether a card or the person themself vouches for the name. */
  public boolean isKnown() {
    return isMe() || !cards.isEmpty();
  }

  /** Returns their identities of a kind. */
  public List<Identity> identities(Identity.Kind kind) {
    return identities.stream().filter(identity -> identity.kind() == kind).toList();
  }

  /** Compares by identities: within a directory each belongs to one person. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Person person && person.identities.equals(identities);
  }

  @Override
  public int hashCode() {
    return identities.hashCode();
  }

  @Override
  public String toString() {
    return "Person["
        + identities.size()
        + " identities, "
        + cards.size()
        + " cards, "
        + written
        + " written, "
        + received
        + " received]";
  }
}
