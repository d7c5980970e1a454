package dev.sotto.record;

import java.util.Locale;

/** What sort of thing a record is; the label is the word that stands on the screen. */
public enum RecordKind {
  NOTE,
  EMAIL,
  CHAT,
  EVENT,
  RECEIPT,
  BOOKING,
  LOG,
  DOC,
  CONTACT;

  /** Returns the lower-case word for this kind, such as {@code email}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the word for this kind that the default model was tuned on. */
  public String promptLabel() {
    return this == CONTACT ? DOC.label() : label();
  }
}
