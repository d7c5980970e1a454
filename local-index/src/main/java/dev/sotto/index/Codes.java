package dev.sotto.index;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Booking numbers, amounts, times, passwords: words of letters and digits with at least one digit,
 * joined by single punctuation. Their canonical form has letters and digits only, in lower case, so
 * {@code ET-20417}, {@code ET20417} and {@code et 20417}'s halves, or {@code 2,430} and {@code
 * 2430}, meet. Stateless.
 */
final class Codes {
  private static final int MAX_CHARACTERS = 64;
  private static final Pattern CODE =
      Pattern.compile("[a-zA-Z0-9\\u00c0-\\u024f]+(?:[-./:,_@#'’][a-zA-Z0-9\\u00c0-\\u024f]+)*");

  private Codes() {}

  /** Returns the canonical forms of all codes in a text. */
  static Set<String> of(String text) {
    Set<String> codes = new LinkedHashSet<>();
    Matcher matcher = CODE.matcher(text);
    while (matcher.find()) {
      String code = matcher.group();
      if (code.length() <= MAX_CHARACTERS && code.chars().anyMatch(c -> c >= '0' && c <= '9')) {
        codes.add(code.replaceAll("[^a-zA-Z0-9\\u00c0-\\u024f]", "").toLowerCase(Locale.ROOT));
      }
    }
    return codes;
  }
}
