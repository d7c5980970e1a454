package dev.sotto.people;

/**
 * One thing by which somebody is known, in comparable form, so that it is the same in every record
 * and at every import.
 *
 * @param kind what it is
 * @param value a mail address in lower case; a number as {@code +} country code and digits; the
 *     words of a name; a card's UID
 */
public record Identity(Kind kind, String value) {
  /** The person whose store it is. */
  public static final Identity ME = new Identity(Kind.ME, "me");

  /** What somebody is known by. */
  public enum Kind {
    /** Who the person is, as given at {@code init}. */
    ME,
    CARD,
    ADDRESS,
    NUMBER,
    /** A name without an address, as in chats. */
    NAME
  }

  public Identity {
    if (value.isBlank()) {
      throw new IllegalArgumentException("An identity has a value; found a blank " + kind);
    }
  }

  @Override
  public String toString() {
    return "Identity[" + kind + "]";
  }
}
