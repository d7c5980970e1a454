package dev.sotto.consent;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts placeholders in place of what names people, where they live and what they can be reached by.
 * It works by patterns and by a list of people, so some of it is missed: {@code docs/redaction.md}
 * says how much. Safe for all threads.
 */
@FunctionalInterface
public interface Redactor {
  /** Replaces nothing. */
  Redactor NONE = texts -> texts.stream().map(text -> new Redaction(text, List.of())).toList();

  /**
   * Returns texts with placeholders. In all of them the same thing has the same placeholder, a
   * placeholder stands for one thing, and none stands in any of the texts already.
   *
   * @param texts texts of one call
   * @return one for each text, in their order
   */
  List<Redaction> redactAll(List<String> texts);

  /** Returns one text with placeholders. */
  default Redaction redact(String text) {
    return redactAll(List.of(text)).getFirst();
  }

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

    /**
     * Returns a text that may hold the placeholders with what they stand for in their place. What
     * was put back is not looked at again; where one placeholder begins like another, the longer
     * one is meant.
     */
    public String restore(String other) {
      if (replacements.isEmpty()) {
        return other;
      }
      Map<String, String> originals = new HashMap<>();
      replacements.forEach(r -> originals.putIfAbsent(r.placeholder(), r.original()));
      Pattern any =
          Pattern.compile(
              originals.keySet().stream()
                  .sorted(Comparator.comparingInt(String::length).reversed())
                  .map(Pattern::quote)
                  .collect(Collectors.joining("|")));
      return any.matcher(other)
          .replaceAll(found -> Matcher.quoteReplacement(originals.getOrDefault(found.group(), "")));
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
    public Replacement {
      if (placeholder.isEmpty()) {
        throw new IllegalArgumentException("A placeholder has at least one character");
      }
    }

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
