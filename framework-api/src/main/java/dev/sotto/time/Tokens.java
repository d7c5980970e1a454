package dev.sotto.time;

import java.util.Arrays;

/**
 * A folded text cut into runs of letters, runs of digits, single Han characters and single marks. A
 * final {@code 's} is cut off its word, so that "Friday's" holds "friday".
 */
final class Tokens {
  enum Kind {
    WORD,
    NUMBER,
    HAN,
    MARK,
    END
  }

  private static final int LONGEST_NUMBER = 6;

  private final String original;
  private final String folded;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private Kind[] kinds = new Kind[64];
  private int size;

  private Tokens(String original, String folded) {
    this.original = original;
    this.folded = folded;
  }

  static Tokens of(String original, String folded) {
    Tokens tokens = new Tokens(original, folded);
    tokens.cut();
    return tokens;
  }

  private void cut() {
    int length = folded.length();
    int i = 0;
    while (i < length) {
      char c = folded.charAt(i);
      int start = i;
      if (Character.isWhitespace(c) || c == ' ' || Character.getType(c) == Character.FORMAT) {
        i++;
      } else if (isDigit(c)) {
        while (i < length && isDigit(folded.charAt(i))) {
          i++;
        }
        add(start, i, Kind.NUMBER);
      } else if (isHan(c)) {
        i++;
        add(start, i, Kind.HAN);
      } else if (Character.isLetter(c)) {
        while (i < length && (isWordPart(folded.charAt(i)) || isInnerApostrophe(i))) {
          i++;
        }
        int end = i;
        if (end - start > 3 && folded.startsWith("'s", end - 2)) {
          end -= 2;
        }
        add(start, end, Kind.WORD);
      } else {
        i++;
        add(start, i, Kind.MARK);
      }
    }
  }

  private boolean isInnerApostrophe(int i) {
    return folded.charAt(i) == '\'' && i + 1 < folded.length() && isWordPart(folded.charAt(i + 1));
  }

  private static boolean isWordPart(char c) {
    return !isHan(c)
        && (Character.isLetter(c)
            || Character.getType(c) == Character.NON_SPACING_MARK
            || Character.isSurrogate(c));
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHan(char c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || c == '〇';
  }

  private void add(int start, int end, Kind kind) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      kinds = Arrays.copyOf(kinds, size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    kinds[size] = kind;
    size++;
  }

  int size() {
    return size;
  }

  Kind kind(int i) {
    return i >= 0 && i < size ? kinds[i] : Kind.END;
  }

  int start(int i) {
    return i < size ? starts[i] : folded.length();
  }

  int end(int i) {
    return i < 0 ? 0 : i < size ? ends[i] : folded.length();
  }

  /** Returns the word, without marks above its letters; empty if it isn't one. */
  String word(int i) {
    if (kind(i) != Kind.WORD || ends[i] - starts[i] > 40) {
      return "";
    }
    String word = folded.substring(starts[i], ends[i]);
    for (int k = 0; k < word.length(); k++) {
      if (Character.getType(word.charAt(k)) == Character.NON_SPACING_MARK) {
        return word.replaceAll("\\p{Mn}", "");
      }
    }
    return word;
  }

  boolean isCapital(int i) {
    return kind(i) == Kind.WORD && Character.isUpperCase(original.charAt(starts[i]));
  }

  boolean isMark(int i, char mark) {
    return kind(i) == Kind.MARK && folded.charAt(starts[i]) == mark;
  }

  /** Returns the number, or -1 if it isn't one of at most six digits. */
  int number(int i) {
    if (kind(i) != Kind.NUMBER || ends[i] - starts[i] > LONGEST_NUMBER) {
      return -1;
    }
    return Integer.parseInt(folded, starts[i], ends[i], 10);
  }

  int length(int i) {
    return kind(i) == Kind.END ? 0 : ends[i] - starts[i];
  }

  /** Returns whether nothing stands between this token and the one before it. */
  boolean isGlued(int i) {
    return i > 0 && i < size && starts[i] == ends[i - 1];
  }

  String folded(int from, int to) {
    return from >= to ? "" : folded.substring(starts[from], ends[to - 1]);
  }

  String original(int from, int to) {
    return from >= to ? "" : original.substring(starts[from], ends[to - 1]);
  }
}
