package dev.sotto.index.passage;

/**
 * The length of a text in English words: a word counts 1, a character of a script without spaces
 * 0.7 (so 150 Chinese characters weigh about as much as 105 words), and ten characters of any kind
 * at least 1. Stateless.
 */
final class TextWeight {
  private static final double PER_UNSPACED_CHARACTER = 0.7;
  private static final double CHARACTERS_PER_WORD = 10;

  private TextWeight() {}

  static double of(String text, int start, int end) {
    double weight = 0;
    boolean inWord = false;
    for (int i = start; i < end; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isUnspaced(c)) {
        weight += PER_UNSPACED_CHARACTER;
        inWord = false;
      } else if (Character.isLetterOrDigit(c)) {
        weight += inWord ? 0 : 1;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        inWord = false;
      }
    }
    return Math.max(weight, (end - start) / CHARACTERS_PER_WORD);
  }

  private static boolean isUnspaced(int c) {
    if (c < 0x0E00) {
      return false;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
      default -> false;
    };
  }
}
