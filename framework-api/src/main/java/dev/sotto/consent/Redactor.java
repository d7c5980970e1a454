package dev.sotto.consent;

import java.util.List;

/** Puts placeholders in place of what names people. Safe for all threads. */
@FunctionalInterface
public interface Redactor {
  /** Replaces nothing. */
  Redactor NONE = text -> new Redaction(text, List.of());

  /** Returns the text with placeholders. */
  Redaction redact(String text);

  /**
   * A text with placeholders, and what they stand for.
   *
   * @param text with placeholders
   * @param replacements each stands once in the list, in the order of their first place
   */
  record Redaction(String text, List<Replacement> replacements) {
    public Redaction {
      replacements = List.copyOf(replacements);
    }

    /** Returns a text that may hold the placeholders with what they stand for in their place. */
    public String restore(String other) {
      String restored = other;
      for (Replacement replacement : replacements) {
        restored = restored.replace(replacement.placeholder(), replacement.original());
      }
      return restored;
    }

    @Override
    public String toString() {
      return "Redaction[" + replacements.size() + " placeholders]";
    }
  }

  /**
   * One placeholder.
   *
   * @param placeholder what is sent
   * @param original what it stands for
   * @param kind what sort of thing that is
   */
  record Replacement(String placeholder, String original, Kind kind) {
    @Override
    public String toString() {
      return "Replacement[" + kind + "]";
    }
  }

  /** What is replaced. */
  enum Kind {
    PERSON,
    MAIL_ADDRESS,
    TELEPHONE_NUMBER,
    POSTAL_ADDRESS,
    BANK_ACCOUNT,
    CARD_NUMBER,
    IDENTITY_DOCUMENT
  }
}
