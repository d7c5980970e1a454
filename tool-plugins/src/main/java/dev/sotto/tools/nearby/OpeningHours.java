package dev.sotto.tools.nearby;

import ch.poole.openinghoursparser.OpeningHoursParseException;
import ch.poole.openinghoursparser.OpeningHoursParser;
import ch.poole.openinghoursparser.Rule;
import ch.poole.openinghoursparser.RuleModifier;
import ch.poole.openinghoursparser.TimeSpan;
import ch.poole.openinghoursparser.TokenMgrError;
import ch.poole.openinghoursparser.WeekDay;
import ch.poole.openinghoursparser.WeekDayRange;
import java.io.StringReader;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opening hours of a week, read from OpenStreetMap's {@code opening_hours} in its common forms:
 * days of the week with times, closed days, {@code 24/7}. Rules with dates, weeks, seasons, sunrise
 * or open ends are not understood, and then nothing is said. Public holidays are not looked at.
 */
final class OpeningHours {
  private static final int DAY_MINUTES = 24 * 60;
  private static final int LONGEST_TEXT = 250;

  private final Map<DayOfWeek, List<Span>> week;

  /** Minutes of a day; the end may lie in the next one. */
  private record Span(int start, int end) {}

  private OpeningHours(Map<DayOfWeek, List<Span>> week) {
    this.week = week;
  }

  /** Returns the hours; nothing if they are not understood as a whole. */
  static Optional<OpeningHours> read(String text) {
    if (text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    List<Rule> rules;
    try {
      rules = new OpeningHoursParser(new StringReader(text)).rules(false);
    } catch (OpeningHoursParseException | RuntimeException | TokenMgrError | StackOverflowError e) {
      return Optional.empty();
    }
    Map<DayOfWeek, List<Span>> week = new EnumMap<>(DayOfWeek.class);
    for (Rule rule : rules) {
      if (isForHolidaysOnly(rule)) {
        continue;
      }
      Optional<Set<DayOfWeek>> days = days(rule);
      Optional<List<Span>> spans = spans(rule);
      if (!isUnderstood(rule) || days.isEmpty() || spans.isEmpty()) {
        return Optional.empty();
      }
      for (DayOfWeek day : days.get()) {
        List<Span> all =
            new ArrayList<>(rule.isAdditive() ? week.getOrDefault(day, List.of()) : List.of());
        all.addAll(spans.get());
        week.put(day, all);
      }
    }
    return week.isEmpty() ? Optional.empty() : Optional.of(new OpeningHours(week));
  }

  private static boolean isForHolidaysOnly(Rule rule) {
    return rule.getHolidays() != null && rule.getDays() == null;
  }

  private static boolean isUnderstood(Rule rule) {
    return rule.getYears() == null
        && rule.getWeeks() == null
        && rule.getDates() == null
        && !rule.isFallBack()
        && (rule.getModifier() == null
            || rule.getModifier().getModifier() != RuleModifier.Modifier.UNKNOWN);
  }

  private static Optional<Set<DayOfWeek>> days(Rule rule) {
    if (rule.getDays() == null) {
      return Optional.of(EnumSet.allOf(DayOfWeek.class));
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (WeekDayRange range : rule.getDays()) {
      if (range.getStartDay() == null || range.getNths() != null || range.getOffset() != 0) {
        return Optional.empty();
      }
      DayOfWeek day = dayOfWeek(range.getStartDay());
      DayOfWeek last = range.getEndDay() == null ? day : dayOfWeek(range.getEndDay());
      days.add(day);
      while (day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return Optional.of(days);
  }

  private static DayOfWeek dayOfWeek(WeekDay day) {
    for (DayOfWeek candidate : DayOfWeek.values()) {
      if (candidate.name().startsWith(day.name())) {
        return candidate;
      }
    }
    throw new IllegalStateException("A week has seven days");
  }

  private static Optional<List<Span>> spans(Rule rule) {
    RuleModifier modifier = rule.getModifier();
    if (modifier != null
        && (modifier.getModifier() == RuleModifier.Modifier.OFF
            || modifier.getModifier() == RuleModifier.Modifier.CLOSED)) {
      return rule.getTimes() == null ? Optional.of(List.of()) : Optional.empty();
    }
    if (rule.isTwentyfourseven()) {
      return Optional.of(List.of(new Span(0, DAY_MINUTES)));
    }
    if (rule.getTimes() == null) {
      return rule.getDays() == null
          ? Optional.empty()
          : Optional.of(List.of(new Span(0, DAY_MINUTES)));
    }
    List<Span> spans = new ArrayList<>();
    for (TimeSpan time : rule.getTimes()) {
      if (time.getStartEvent() != null
          || time.getEndEvent() != null
          || time.isOpenEnded()
          || time.getStart() < 0
          || time.getEnd() < 0) {
        return Optional.empty();
      }
      int end = time.getEnd() <= time.getStart() ? time.getEnd() + DAY_MINUTES : time.getEnd();
      spans.add(new Span(time.getStart(), end));
    }
    return Optional.of(spans);
  }

  /** Returns until when it is open at a moment; nothing if it is closed then. */
  Optional<LocalTime> openUntil(LocalDateTime moment) {
    int minute = moment.getHour() * 60 + moment.getMinute();
    Optional<LocalTime> today = closing(moment.getDayOfWeek(), minute);
    return today.isPresent()
        ? today
        : closing(moment.getDayOfWeek().minus(1), minute + DAY_MINUTES);
  }

  private Optional<LocalTime> closing(DayOfWeek day, int minute) {
    return week.getOrDefault(day, List.of()).stream()
        .filter(span -> span.start() <= minute && minute < span.end())
        .map(span -> LocalTime.MIDNIGHT.plusMinutes(span.end() % DAY_MINUTES))
        .findFirst();
  }

  @Override
  public String toString() {
    return "OpeningHours[" + week.size() + " days]";
  }
}
