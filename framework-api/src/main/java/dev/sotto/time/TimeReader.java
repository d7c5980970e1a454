package dev.sotto.time;

import dev.sotto.text.LanguageDetector;
import dev.sotto.text.TextLanguage;
import dev.sotto.text.TextSpan;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the times that a text names, in English and Chinese, and the common forms of German and
 * Portuguese; {@code docs/guides/time.md} lists what is understood and by which conventions.
 *
 * <p>Reads any text without throwing, in time that grows with its length. Takes no notice of the
 * default locale or zone: times are on the person's clock. Safe for all threads, stateless.
 */
public final class TimeReader {
  private final DateOrder dateOrder;

  /** Reads 5/12 as the fifth of December. */
  public TimeReader() {
    this(DateOrder.DAY_FIRST);
  }

  public TimeReader(DateOrder dateOrder) {
    this.dateOrder = dateOrder;
  }

  /** Reads with the tense that {@link Tense#of} tells from the text. */
  public List<TimeMention> read(String text, LocalDateTime now, EventTimes events) {
    return read(text, now, events, Tense.of(text));
  }

  /**
   * Returns the times that a text names, in its order, none over another; of several readings the
   * longest that has a range. Lengths and what recurs are not among them: {@link #parse} has them.
   *
   * @param now the moment on the person's clock
   * @param events when the person's events are, for times relative to them
   * @param tense whether the text looks back or ahead
   */
  public List<TimeMention> read(String text, LocalDateTime now, EventTimes events, Tense tense) {
    TimeResolution resolution = new TimeResolution(now, events, tense);
    List<TimeMention> mentions = new ArrayList<>();
    scan(
        text,
        (span, expression) -> {
          if (hasNoRange(expression)) {
            return true;
          }
          TimeRange range = resolution.resolve(expression);
          if (range == null) {
            return !dependsOnEvent(expression); // 30 February is no time, and neither is its 30
          }
          mentions.add(new TimeMention(span, range, expression));
          return true;
        });
    return List.copyOf(mentions);
  }

  /**
   * Returns what a text says about time, in its order, none over another, the longest reading of
   * each place. Words that could name an event ({@code before the concert}) are taken to do so.
   */
  public List<TimePhrase> parse(String text) {
    List<TimePhrase> phrases = new ArrayList<>();
    scan(
        text,
        (span, expression) -> {
          phrases.add(new TimePhrase(span, expression));
          return true;
        });
    return List.copyOf(phrases);
  }

  /**
   * Puts an expression on the calendar; empty for lengths, for what recurs, for events that aren't
   * found, and for days that don't exist.
   */
  public Optional<TimeRange> resolve(
      TimeExpression expression, LocalDateTime now, EventTimes events, Tense tense) {
    return Optional.ofNullable(new TimeResolution(now, events, tense).resolve(expression));
  }

  private static boolean hasNoRange(TimeExpression expression) {
    return expression instanceof TimeExpression.Recurring
        || expression instanceof TimeExpression.Length;
  }

  private static boolean dependsOnEvent(TimeExpression expression) {
    return switch (expression) {
      case TimeExpression.Event _ -> true;
      case TimeExpression.Within(TimeExpression part, TimeExpression whole) ->
          dependsOnEvent(part) || dependsOnEvent(whole);
      case TimeExpression.Between(TimeExpression from, TimeExpression until) ->
          dependsOnEvent(from) || dependsOnEvent(until);
      case TimeExpression.Bound bound -> dependsOnEvent(bound.of());
      case TimeExpression.Shifted shifted -> dependsOnEvent(shifted.anchor());
      case TimeExpression.Containing containing -> dependsOnEvent(containing.inner());
      case TimeExpression.Portion portion -> dependsOnEvent(portion.whole());
      case TimeExpression.Ordinal ordinal -> dependsOnEvent(ordinal.whole());
      default -> false;
    };
  }

  /** Takes a reading, or refuses it so that a shorter one is offered. */
  private interface Taker {
    boolean takes(TextSpan span, TimeExpression expression);
  }

  private void scan(String text, Taker taker) {
    String folded = FoldedText.fold(text);
    Tokens tokens = Tokens.of(text, folded);
    boolean chineseText = LanguageDetector.detect(text) == TextLanguage.CHINESE;
    LatinTimes latin = new LatinTimes(tokens, chineseText ? DateOrder.MONTH_FIRST : dateOrder);
    ChineseTimes chinese = new ChineseTimes(folded);
    int token = 0;
    while (token < tokens.size()) {
      int start = tokens.start(token);
      List<Reading> readings = new ArrayList<>(latin.readingsAt(token));
      if (chinese.mayStartAt(start)) {
        readings.addAll(chinese.readingsAt(start));
      }
      readings.sort((a, b) -> Integer.compare(b.end(), a.end()));
      int end = -1;
      for (Reading reading : readings) {
        if (reading.end() > start
            && taker.takes(new TextSpan(start, reading.end()), reading.expression())) {
          end = reading.end();
          break;
        }
      }
      token++;
      while (end >= 0 && token < tokens.size() && tokens.start(token) < end) {
        token++;
      }
    }
  }

  /**
   * A reading of the words at a place.
   *
   * @param end offset after its last character
   */
  record Reading(TimeExpression expression, int end) {}
}
