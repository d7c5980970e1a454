package dev.sotto.llm.token;

import java.util.function.IntPredicate;

/**
 * Cuts text into the words that byte-pair merging stays within, as the pre-tokenizer named {@code
 * smollm} does: every digit alone, the rest by the pattern of GPT-2 (contractions, letters, other
 * characters with at most one space in front, runs of white space). Source: the SmolLM2 tokenizer
 * description, Split on digits and ByteLevel.
 */
final class DigitWords {
  private DigitWords() {}

  /** Receives the words from left to right. */
  @FunctionalInterface
  interface Receiver {
    void word(int start, int end);
  }

  /** Cuts a text; every character belongs to exactly one word. */
  static void split(String text, Receiver receiver) {
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && !isNumber(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
      splitWithoutNumbers(text, start, end, receiver);
      if (end < text.length()) {
        int next = end + Character.charCount(text.codePointAt(end));
        receiver.word(end, next);
        end = next;
      }
      start = end;
    }
  }

  private static void splitWithoutNumbers(String text, int from, int to, Receiver receiver) {
    int start = from;
    while (start < to) {
      int end = wordEnd(text, start, to);
      receiver.word(start, end);
      start = end;
    }
  }

  private static int wordEnd(String text, int start, int to) {
    int contraction = contractionEnd(text, start, to);
    if (contraction > start) {
      return contraction;
    }
    int body = text.charAt(start) == ' ' && start + 1 < to ? start + 1 : start;
    int first = text.codePointAt(body);
    if (Character.isLetter(first)) {
      return runEnd(text, body, to, Character::isLetter);
    }
    if (!isSpace(first)) {
      return runEnd(text, body, to, c -> !Character.isLetter(c) && !isSpace(c));
    }
    int end = runEnd(text, start, to, DigitWords::isSpace);
    return end < to && end - start > 1 ? end - 1 : end;
  }

  private static int contractionEnd(String text, int start, int to) {
    if (text.charAt(start) != '\'' || start + 1 >= to) {
      return start;
    }
    char first = text.charAt(start + 1);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') {
      return start + 2;
    }
    if (start + 2 >= to) {
      return start;
    }
    char second = text.charAt(start + 2);
    boolean known =
        (first == 'r' && second == 'e')
            || (first == 'v' && second == 'e')
            || (first == 'l' && second == 'l');
    return known ? start + 3 : start;
  }

  private static int runEnd(String text, int start, int to, IntPredicate belongs) {
    int end = start;
    while (end < to && belongs.test(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private static boolean isNumber(int character) {
    int type = Character.getType(character);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /** Unicode's property White_Space. */
  private static boolean isSpace(int character) {
    return (character >= 0x09 && character <= 0x0D)
        || character == ' '
        || character == 0x85
        || character == 0xA0
        || character == 0x1680
        || (character >= 0x2000 && character <= 0x200A)
        || character == 0x2028
        || character == 0x2029
        || character == 0x202F
        || character == 0x205F
        || character == 0x3000;
  }
}
