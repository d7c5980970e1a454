package dev.sotto.record;

/**
 * Somebody who takes part in a record, as the record names them.
 *
 * @param name the display name, may be empty when an address is known
 * @param address a mail address or telephone number, may be empty when a name is known
 * @param role what part they take
 */
public record Participant(String name, String address, Role role) {
  /** The part somebody takes in a record. */
  public enum Role {
    AUTHOR,
    RECIPIENT
  }

  public Participant {
    if (name.isBlank() && address.isBlank()) {
      throw new IllegalArgumentException("A participant has a name or an address; both are empty");
    }
  }

  /** Returns the name, or the address where there is no name. */
  public String displayName() {
    return name.isBlank() ? address : name;
  }

  @Override
  public String toString() {
    return "Participant[" + role + "]";
  }
}
