package dev.sotto.people;

/**
 * Why two identities are one person's.
 *
 * @param one an identity
 * @param other another one
 * @param reason why they belong together
 */
public record Link(Identity one, Identity other, Reason reason) {
  /** What joins identities. */
  public enum Reason {
    /** The person said so. */
    DECIDED,
    /** A card lists the address or number, or the person gave it as theirs. */
    LISTED,
    /** Two cards list the same address or number and have names that fit. */
    SHARED,
    /** They have the same full name, and nobody else has it. */
    SAME_NAME,
    /** Only one card has this first name or nickname. */
    ONLY_ONE_CALLED_SO
  }

  @Override
  public String toString() {
    return "Link[" + one + ", " + other + ", " + reason + "]";
  }
}
