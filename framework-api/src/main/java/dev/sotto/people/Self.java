package dev.sotto.people;

import java.util.List;

/**
 * Who the person is whose store it is.
 *
 * @param names the names under which they write
 * @param addresses their mail addresses, lower case
 */
public record Self(List<String> names, List<String> addresses) {
  /** Somebody of whom nothing is known. */
  public static final Self UNKNOWN = new Self(List.of(), List.of());

  public Self {
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
  }

  @Override
  public String toString() {
    return "Self[" + names.size() + " names, " + addresses.size() + " addresses]";
  }
}
