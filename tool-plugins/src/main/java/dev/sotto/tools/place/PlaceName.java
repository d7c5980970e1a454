package dev.sotto.tools.place;

import java.text.Normalizer;
import java.util.Locale;

/** A place's name in comparable form. */
final class PlaceName {
  private static final String LETTERS = "ßøæœłđðþı";
  private static final String[] PLAIN = {"ss", "o", "ae", "oe", "l", "d", "d", "th", "i"};

  private PlaceName() {}

  /** Returns letters and digits in lower case without marks, with single spaces between words. */
  static String folded(String name) {
    String decomposed = Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
    StringBuilder folded = new StringBuilder(decomposed.length());
    decomposed
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> append(c, folded));
    return Normalizer.normalize(folded, Normalizer.Form.NFC).strip();
  }

  private static void append(int c, StringBuilder folded) {
    int letter = LETTERS.indexOf(c);
    if (letter >= 0) {
      folded.append(PLAIN[letter]);
    } else if (isLetterOrNumber(c)) {
      folded.appendCodePoint(c);
    } else if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
      folded.append(' ');
    }
  }

  private static boolean isLetterOrNumber(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> false;
    };
  }
}
