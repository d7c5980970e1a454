package dev.sotto.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the sentences of a text: a line break ends one, and so does {@code . ! ?} before a space
 * and {@code 。！？} anywhere, save after common abbreviations, initials, ordinal numbers ({@code 27.
 * Oktober}) and inside numbers. Spans hold no white space at their ends; together they hold
 * everything but white space. Stateless.
 */
public final class Sentences {
  private static final Pattern ABBREVIATION =
      Pattern.compile(
          "(?iu)(^|[\\s(])(mr|mrs|ms|dr|prof|st|no|nr|vs|etc|e\\.g|i\\.e|z\\.b|d\\.h|ca|approx|tel|str|bzw|inkl|incl|sr|sra"
              + "|jan|feb|mar|apr|jun|jul|aug|sep|sept|okt|oct|nov|dez|dec|p|pp|vol|fig|hr|fr|\\p{L}|\\d{1,2})$");

  private Sentences() {}

  /** Returns the sentences in order. */
  public static List<TextSpan> of(String text) {
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
