package dev.sotto.llm.embedding;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tokenizer of BERT models: text is cleaned, split at white space, punctuation and Han
 * characters, and each word is cut greedily into the longest pieces of the vocabulary. Devlin et
 * al., https://arxiv.org/abs/1810.04805; Wu et al., https://arxiv.org/abs/1609.08144, section 4.1.
 * Immutable.
 */
final class WordPieceTokenizer {
  private static final String CONTINUATION = "##";
  private static final int MOST_CHARACTERS_OF_A_WORD = 100;

  /** Whether letters are made small and lose their accents first. */
  enum LetterCase {
    KEPT,
    FOLDED
  }

  private final Map<String, Integer> vocabulary;
  private final LetterCase letterCase;
  private final int unknown;
  private final int start;
  private final int separator;

  /**
   * @param pieces the vocabulary; a piece's place is its number
   * @throws IllegalArgumentException if a special piece is missing
   */
  WordPieceTokenizer(List<String> pieces, LetterCase letterCase) {
    this.vocabulary = HashMap.newHashMap(pieces.size());
    for (int i = 0; i < pieces.size(); i++) {
      vocabulary.put(pieces.get(i), i);
    }
    this.letterCase = letterCase;
    this.unknown = special("[UNK]");
    this.start = special("[CLS]");
    this.separator = special("[SEP]");
  }

  private int special(String piece) {
    Integer number = vocabulary.get(piece);
    if (number == null) {
      throw new IllegalArgumentException("The vocabulary has no " + piece);
    }
    return number;
  }

  /** Returns the tokens of a text between start and separator, cut off at a count. */
  long[] encode(String text, int mostTokens) {
    long[] tokens = new long[mostTokens];
    tokens[0] = start;
    int length = 1;
    for (String word : words(text)) {
      for (int piece : pieces(word)) {
        if (length == mostTokens - 1) {
          break;
        }
        tokens[length++] = piece;
      }
    }
    tokens[length++] = separator;
    return Arrays.copyOf(tokens, length);
  }

  private List<String> words(String text) {
    String clean = clean(text);
    if (letterCase == LetterCase.FOLDED) {
      clean = lowerCase(withoutAccents(clean));
    }
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    clean
        .codePoints()
        .forEach(c -> {
          if (isSpace(c)) {
            flush(word, words);
          } else if (isPunctuation(c)) {
            flush(word, words);
            words.add(Character.toString(c));
          } else {
            word.appendCodePoint(c);
          }
        });
    flush(word, words);
    return words;
  }

  private static void flush(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          if (isSpace(c)) {
            clean.append(' ');
          } else if (isHan(c)) {
            clean.append(' ').appendCodePoint(c).append(' ');
          } else if (!isControl(c)) {
            clean.appendCodePoint(c);
          }
        });
    return clean.toString();
  }

  private static String withoutAccents(String text) {
    StringBuilder without = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(without::appendCodePoint);
    return without.toString();
  }

  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints().forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
    return lower.toString();
  }

  private int[] pieces(String word) {
    if (word.codePointCount(0, word.length()) > MOST_CHARACTERS_OF_A_WORD) {
      return new int[] {unknown};
    }
    int[] pieces = new int[word.length()];
    int count = 0;
    int from = 0;
    while (from < word.length()) {
      Integer piece = null;
      int to = word.length();
      while (to > from) {
        String candidate = word.substring(from, to);
        piece = vocabulary.get(from == 0 ? candidate : CONTINUATION + candidate);
        if (piece != null) {
          break;
        }
        to = word.offsetByCodePoints(to, -1);
      }
      if (piece == null) {
        return new int[] {unknown};
      }
      pieces[count++] = piece;
      from = to;
    }
    return Arrays.copyOf(pieces, count);
  }

  private static boolean isSpace(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c == 0x0B
        || c == 0x0C
        || c == 0x85
        || Character.isSpaceChar(c);
  }

  private static boolean isControl(int c) {
    return c == 0xFFFD
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.UNASSIGNED,
              Character.PRIVATE_USE,
              Character.SURROGATE ->
              true;
          default -> false;
        };
  }

  private static boolean isPunctuation(int c) {
    return (c >= 33 && c <= 47)
        || (c >= 58 && c <= 64)
        || (c >= 91 && c <= 96)
        || (c >= 123 && c <= 126)
        || switch (Character.getType(c)) {
          case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION ->
              true;
          default -> false;
        };
  }

  private static boolean isHan(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F)
        || (c >= 0x2B920 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}
