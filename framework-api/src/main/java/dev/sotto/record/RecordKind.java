package dev.sotto.record;

import java.util.Locale;

/**
 * What sort of thing a record is; the label is the word that stands in a prompt and on the screen.
 */
public enum RecordKind {
  NOTE,
  EMAIL,
  CHAT,
  EVENT,
  RECEIPT,
  BOOKING,
  LOG,
  DOC;

  /** Returns the lower-case word for this kind, such as {@code email}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
