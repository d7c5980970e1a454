package dev.sotto.record;

import java.time.MonthDay;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A person or firm in an address book (RFC 6350).
 *
 * @param uid the card's identity, may be empty
 * @param names formatted names, the preferred first
 * @param nicknames what else they are called
 * @param addresses mail addresses, lower case
 * @param telephones numbers as they are written, without {@code tel:}
 * @param birthday when they were born
 * @param organisation where they work; may be empty
 */
public record ContactDetails(
    String uid,
    List<String> names,
    List<String> nicknames,
    List<String> addresses,
    List<String> telephones,
    Optional<Birthday> birthday,
    String organisation)
    implements RecordDetails {
  /**
   * A day of birth.
   *
   * @param year the year, where it is known
   * @param day the day of the year
   */
  public record Birthday(OptionalInt year, MonthDay day) {
    @Override
    public String toString() {
      return "Birthday[" + (year.isPresent() ? "with" : "without") + " year]";
    }
  }

  public ContactDetails {
    names = List.copyOf(names);
    nicknames = List.copyOf(nicknames);
    addresses = List.copyOf(addresses);
    telephones = List.copyOf(telephones);
  }

  @Override
  public String toString() {
    return "ContactDetails["
        + names.size()
        + " names, "
        + addresses.size()
        + " addresses, "
        + telephones.size()
        + " telephones]";
  }
}
