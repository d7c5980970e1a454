package dev.sotto.assistant;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one record as a source of quotations: its UTF-8 bytes, and where words of it start
 * and end. Words are separated by white space; each Han character is a word of its own. A word ends
 * before the punctuation that closes it, never inside a code or a number. Immutable.
 */
final class CopySource {
  private static final Pattern LIST_MARK = Pattern.compile("([-*+]|\\d{1,3}[.)])\\s+(\\[.]\\s+)?");

  private final byte[] bytes;
  private final BitSet starts;
  private final BitSet ends;
  private final BitSet leadsOn;

  private CopySource(byte[] bytes, BitSet starts, BitSet ends, BitSet leadsOn) {
    this.bytes = bytes;
    this.starts = starts;
    this.ends = ends;
    this.leadsOn = leadsOn;
  }

  static CopySource of(String text) {
    int[] characters = text.codePoints().toArray();
    BitSet starts = new BitSet();
    BitSet ends = new BitSet();
    BitSet leadsOn = new BitSet();
    int offset = 0;
    for (int i = 0; i < characters.length; i++) {
      if (startsWord(characters, i)) {
        starts.set(offset);
      }
      if (endsWord(characters, i)) {
        ends.set(offset);
      }
      if (Character.isWhitespace(characters[i]) && leadsToWord(characters, i)) {
        leadsOn.set(offset);
      }
      offset += Character.toString(characters[i]).getBytes(StandardCharsets.UTF_8).length;
    }
    if (endsWord(characters, characters.length)) {
      ends.set(offset);
    }
    return new CopySource(text.getBytes(StandardCharsets.UTF_8), starts, ends, leadsOn);
  }

  /**
   * Returns the source of quotations that begin where one of these sentences of a text begins and
   * lie within them; of no quotation where it holds none of them.
   */
  static CopySource of(String text, List<String> sentences) {
    CopySource whole = of(text);
    BitSet within = new BitSet();
    BitSet starts = new BitSet();
    for (String sentence : sentences) {
      int at = text.indexOf(sentence);
      if (at >= 0) {
        int start = text.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
        int length = sentence.getBytes(StandardCharsets.UTF_8).length;
        within.set(start, start + length);
        if (sentence.split("\\s+").length > EvidenceGrammar.MAX_WORDS) {
          starts.set(start, start + length);
        } else {
          int firstWord = whole.starts.nextSetBit(start + lengthOfListMark(sentence));
          starts.set(firstWord < 0 ? start : firstWord);
        }
      }
    }
    starts.and(whole.starts);
    BitSet leadsOn = (BitSet) whole.leadsOn.clone();
    leadsOn.and(within);
    return new CopySource(whole.bytes, starts, whole.ends, leadsOn);
  }

  private static int lengthOfListMark(String sentence) {
    Matcher mark = LIST_MARK.matcher(sentence);
    return mark.lookingAt() ? mark.end() : 0;
  }

  /** Returns whether anything may be quoted. */
  boolean isQuotable() {
    return !starts.isEmpty();
  }

  /** Returns how many bytes there are. */
  int length() {
    return bytes.length;
  }

  boolean wordStarts(int position) {
    return starts.get(position);
  }

  boolean wordEnds(int position) {
    return ends.get(position);
  }

  /**
   * Returns whether a quotation may go on with this byte: it is the record's next one, on the same
   * line, and white space only where another word follows and still has room.
   */
  boolean continuesWith(int position, byte next, boolean roomForWord) {
    if (position >= bytes.length || bytes[position] != next || next == '\n' || next == '\r') {
      return false;
    }
    boolean space = next == ' ' || next == '\t';
    return !space || (roomForWord && leadsOn.get(position));
  }

  private static boolean startsWord(int[] text, int i) {
    if (Character.isWhitespace(text[i]) || text[i] == '"') {
      return false;
    }
    return i == 0
        || Character.isWhitespace(text[i - 1])
        || "(\"[“„'".indexOf(text[i - 1]) >= 0
        || isHan(text[i]);
  }

  private static boolean endsWord(int[] text, int i) {
    if (i == 0 || Character.isWhitespace(text[i - 1])) {
      return false;
    }
    if (i == text.length || text[i] == '"' || startsWord(text, i) || isWidePunctuation(text[i])) {
      return true;
    }
    for (int j = i; j < text.length && !Character.isWhitespace(text[j]); j++) {
      if (Character.isLetterOrDigit(text[j])) {
        return false;
      }
    }
    return true;
  }

  private static boolean leadsToWord(int[] text, int i) {
    int j = i;
    while (j < text.length && (text[j] == ' ' || text[j] == '\t')) {
      j++;
    }
    return j < text.length && !Character.isWhitespace(text[j]) && text[j] != '"';
  }

  private static boolean isHan(int c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
  }

  private static boolean isWidePunctuation(int c) {
    return c >= 0x3000 && !Character.isLetterOrDigit(c);
  }
}
