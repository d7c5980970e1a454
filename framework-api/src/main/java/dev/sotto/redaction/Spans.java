package dev.sotto.redaction;

import dev.sotto.consent.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places where a pattern matches. Stateless. */
final class Spans {
  private Spans() {}

  /** Returns where a pattern matches: its first group, if that took part, else all of it. */
  static List<Span> of(Pattern pattern, String text, Redactor.Kind kind) {
    return of(pattern, text, kind, match -> true);
  }

  /** Returns the same, of those matches only that hold what is asked. */
  static List<Span> of(Pattern pattern, String text, Redactor.Kind kind, Predicate<String> holds) {
    List<Span> spans = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      int group = matcher.groupCount() > 0 && matcher.group(1) != null ? 1 : 0;
      if (holds.test(matcher.group(group))) {
        spans.add(new Span(matcher.start(group), matcher.end(group), kind));
      }
    }
    return spans;
  }
}
