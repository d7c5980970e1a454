package dev.sotto.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the sentences of a text: a line break ends one unless the line was only wrapped, and so
 * does {@code . ! ?} before a space and {@code 。！？} anywhere, save after common abbreviations,
 * initials, ordinal numbers ({@code 27. Oktober}) and inside numbers. Spans hold no white space at
 * their ends; together they hold everything but white space. Stateless.
 */
public final class Sentences {
  private static final Pattern ABBREVIATION =
      Pattern.compile(
          "(?iu)(^|[\\s(])(mr|mrs|ms|dr|prof|st|no|nr|vs|etc|e\\.g|i\\.e|z\\.b|d\\.h|ca|approx|tel|str|bzw|inkl|incl|sr|sra|dra|profa|exmo|exma|av|lda|tlm|telef|pág|esq|dto"
              + "|jan|feb|fev|mar|apr|abr|jun|jul|aug|sep|sept|okt|oct|nov|dez|dec|p|pp|vol|fig|hr|fr|\\p{L}|\\d{1,2})$");

  private static final int SHORTEST_WRAPPED_LINE = 40;
  private static final int WRAPPING_COLUMN = 60;
  private static final Pattern BEGINS_ANEW =
      Pattern.compile("\\d{1,3}[.)]\\s|\\p{L}[.)]\\s|[\\p{L}][\\p{L} -]{0,24}[:：]\\s");

  private Sentences() {}

  /**
   * Returns the text with a space for every line break that only wraps a paragraph: behind a long
   * line whose next word would not have fitted, before a line that begins no list, quotation,
   * heading or field. As long as the text, so that offsets stay.
   */
  public static String unwrapped(String text) {
    StringBuilder joined = null;
    int lineStart = 0;
    int lineEnd = text.indexOf('\n');
    while (lineEnd >= 0) {
      int next = lineEnd + 1;
      if (isWrapped(text, lineStart, lineEnd)) {
        if (joined == null) {
          joined = new StringBuilder(text);
        }
        joined.setCharAt(lineEnd, ' ');
      }
      lineStart = next;
      lineEnd = text.indexOf('\n', next);
    }
    return joined == null ? text : joined.toString();
  }

  private static boolean isWrapped(String text, int start, int end) {
    int next = end + 1;
    if (end - start < SHORTEST_WRAPPED_LINE
        || next >= text.length()
        || !Character.isLetterOrDigit(text.codePointAt(next))) {
      return false;
    }
    int nextEnd = text.indexOf('\n', next);
    String line = text.substring(next, nextEnd < 0 ? text.length() : nextEnd);
    if (BEGINS_ANEW.matcher(line).lookingAt()) {
      return false;
    }
    int word = 0;
    while (word < line.length() && !Character.isWhitespace(line.charAt(word))) {
      word++;
    }
    return end - start + 1 + word > WRAPPING_COLUMN;
  }

  /** Returns the sentences in order. */
  public static List<TextSpan> of(String original) {
    String text = unwrapped(original);
    List<TextSpan> spans = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        add(spans, text, start, i);
        start = i + 1;
      } else if (c == '。' || c == '！' || c == '？' || c == '；') {
        int end = afterClosers(text, i + 1);
        add(spans, text, start, end);
        start = end;
        i = end - 1;
      } else if (c == '.' || c == '!' || c == '?') {
        int end = afterClosers(text, i + 1);
        boolean beforeSpace = end == text.length() || Character.isWhitespace(text.charAt(end));
        if (beforeSpace && !(c == '.' && abbreviates(text, start, i))) {
          add(spans, text, start, end);
          start = end;
          i = end - 1;
        }
      }
    }
    add(spans, text, start, text.length());
    return List.copyOf(spans);
  }

  private static int afterClosers(String text, int from) {
    int end = from;
    while (end < text.length() && "\"'”’)]»』」.!?。！？".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static boolean abbreviates(String text, int start, int dot) {
    return ABBREVIATION.matcher(text.substring(Math.max(start, dot - 8), dot)).find();
  }

  private static void add(List<TextSpan> spans, String text, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    if (from < to) {
      spans.add(new TextSpan(from, to));
    }
  }
}
