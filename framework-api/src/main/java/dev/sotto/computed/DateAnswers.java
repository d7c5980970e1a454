package dev.sotto.computed;

import dev.sotto.computed.ComputedAnswer.Wish;
import dev.sotto.time.TimeRange;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which day of the week, or which date, a named day is. */
final class DateAnswers {
  private static final Pattern ENGLISH =
      Pattern.compile(
          "(?iU)^(?:(?:on )?(?:what|which) (?:day of the week|weekday|week day|day|date)|what is"
              + " the (?:date|day|weekday)|what is|when) .*|^⟨\\d+⟩ (?:is|was|falls on)"
              + " (?:what|which) (?:day|weekday|date|day of the week)|^⟨\\d+⟩ is when|^(?:the"
              + " )?(?:date|weekday|day of the week) (?:of|on|for) ⟨\\d+⟩");
  private static final Set<String> ENGLISH_WORDS =
      Set.of(
          "what", "which", "day", "days", "date", "weekday", "week", "of", "the", "is", "was", "it",
          "on", "will", "be", "does", "did", "fall", "falls", "for", "do", "we", "have", "when",
          "are", "a", "in", "s", "that", "exactly", "ist", "der", "das", "den", "am", "fällt",
          "haben", "wir", "war", "wird");
  private static final Pattern PORTUGUESE =
      Pattern.compile(
          "(?iU)^(?:(?:em )?que (?:dia da semana|dia|data)|qual (?:é|foi|será) (?:a data|o"
              + " dia)|quando (?:é|foi|cai)).*|^⟨\\d+⟩ (?:é|foi|cai|será|calha)(?: em| a)? que"
              + " dia.*");
  private static final Set<String> PORTUGUESE_WORDS =
      Set.of(
          "em", "que", "dia", "da", "do", "de", "semana", "data", "é", "foi", "será", "cai",
          "calha", "qual", "a", "o", "quando", "no", "na", "vai", "ser", "caiu");
  private static final Pattern CHINESE = Pattern.compile("星期几|周几|礼拜几|几号|几月几号|哪天|哪一天|什么日子");

  Optional<ComputedAnswer> answer(Asked asked) {
    List<TimeRange> times = asked.allTimes();
    if (times.size() != 1) {
      return Optional.empty();
    }
    TimeRange range = times.getFirst();
    boolean day =
        range.grain() == TimeRange.Grain.DAY
            || range.grain() == TimeRange.Grain.WEEKEND
            || (range.grain() == TimeRange.Grain.WEEK
                && asked.text().matches("(?iU).*\\b(?:date|dates|data)\\b.*|.*几号.*"));
    if (!day || asked.isOpenToPast(range) || asked.isOpenToFuture(range)) {
      return Optional.empty();
    }
    String text = asked.marked();
    String words = Asked.withoutMarks(text);
    Tongue tongue;
    if (asked.isChinese()) {
      if (!CHINESE.matcher(words).find()
          || !words
              .replaceAll("几月几号|星期几|周几|礼拜几|几号|哪一天|哪天|什么日子|是|在|那天|的|日子|呢|吗|会|落|到底|[ ，？?]", "")
              .isEmpty()) {
        return Optional.empty();
      }
      tongue = Tongue.CHINESE;
    } else if (ENGLISH.matcher(text).matches()
        && Asked.consistsOf(text, ENGLISH_WORDS)
        && !words.matches("(?iU)what is(?: on)?(?: the)?")) {
      tongue = asked.english();
    } else if (PORTUGUESE.matcher(text).matches() && Asked.consistsOf(text, PORTUGUESE_WORDS)) {
      tongue = Tongue.PORTUGUESE;
    } else {
      return Optional.empty();
    }
    Wording wording = new Wording(tongue);
    LocalDate date = range.from().toLocalDate();
    String said =
        range.until().toLocalDate().isAfter(date.plusDays(1))
            ? wording.range(range)
            : wording.day(date);
    return Optional.of(new ComputedAnswer(Wish.WEEKDAY, wording.sentence(said), List.of()));
  }

  @Override
  public String toString() {
    return "DateAnswers[]";
  }
}
