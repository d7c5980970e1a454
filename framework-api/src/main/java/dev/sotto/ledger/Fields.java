package dev.sotto.ledger;

import java.util.List;

/** The bounds of the texts that entries hold. */
final class Fields {
  private static final int MAX_CHARACTERS = 512;
  private static final int MAX_TEXTS = 64;

  private Fields() {}

  /** Checks a text that may be empty. */
  static String text(String name, String value) {
    if (value.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "The field %s of an entry has at most %d characters; found %d"
              .formatted(name, MAX_CHARACTERS, value.length()));
    }
    return value;
  }

  /** Checks a text that may not be empty. */
  static String required(String name, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The field " + name + " of an entry may not be empty");
    }
    return text(name, value);
  }

  static List<String> texts(String name, List<String> values) {
    values.forEach(value -> required(name, value));
    return list(name, values);
  }

  static <T> List<T> list(String name, List<T> values) {
    if (values.size() > MAX_TEXTS) {
      throw new IllegalArgumentException(
          "The field %s of an entry has at most %d values; found %d"
              .formatted(name, MAX_TEXTS, values.size()));
    }
    return List.copyOf(values);
  }

  static long count(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("The field " + name + " of an entry is not negative");
    }
    return value;
  }
}
