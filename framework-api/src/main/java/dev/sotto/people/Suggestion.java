package dev.sotto.people;

/**
 * Two persons who may be one, but not so surely that they are joined.
 *
 * @param one somebody
 * @param other somebody else
 * @param reason why they may be one
 */
public record Suggestion(Person one, Person other, Reason reason) {
  /** Why two persons may be one. */
  public enum Reason {
    /** Mail from an address that the card does not list bears the card's name. */
    NAME_OF_A_CARD,
    /** Several addresses, names or cards bear the same full name. */
    SAME_NAME,
    /** Several cards fit the name of a chat. */
    SEVERAL_FIT,
    /** Two cards with different names list the same address or number. */
    SHARED
  }

  @Override
  public String toString() {
    return "Suggestion[" + one + ", " + other + ", " + reason + "]";
  }
}
