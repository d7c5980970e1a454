package dev.sotto.tools.calendar;

import dev.sotto.record.EventTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Days, times and durations as calendars write them (RFC 5545, sections 3.3.4 to 3.3.6), with the
 * dashes and colons of ISO 8601 forgiven. Stateless.
 */
final class TimeValue {
  private static final Pattern DATE = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})[Zz]?");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "(\\d{4})-?(\\d{2})-?(\\d{2})[Tt ](\\d{2}):?(\\d{2})(?::?(\\d{2})(?:\\.\\d+)?)?([Zz]?)");
  private static final Pattern DURATION =
      Pattern.compile(
          "([+-]?)P(?:(\\d{1,6})W)?(?:(\\d{1,6})D)?"
              + "(?:T(?:(\\d{1,7})H)?(?:(\\d{1,8})M)?(?:(\\d{1,9})S)?)?");

  /** A duration: days on the calendar and time on the clock. */
  record Length(Period days, Duration time) {
    /** Returns the time this long after another one. */
    EventTime after(EventTime start) {
      return switch (start) {
        case EventTime.AllDay day ->
            new EventTime.AllDay(day.day().plus(days).plusDays(time.toDays()));
        case EventTime.Timed timed ->
            new EventTime.Timed(
                timed.time().plus(days).atZone(timed.zone()).plus(time).toLocalDateTime(),
                timed.zone());
      };
    }
  }

  private TimeValue() {}

  /**
   * Returns the day or time of a value.
   *
   * @param written the value
   * @param zone the zone of a time that does not end in {@code Z}
   */
  static Optional<EventTime> parse(String written, ZoneOfTime zone) {
    String value = written.strip();
    try {
      Matcher date = DATE.matcher(value);
      if (date.matches()) {
        return inRange(date(date)).map(EventTime.AllDay::new);
      }
      Matcher dateTime = DATE_TIME.matcher(value);
      if (!dateTime.matches()) {
        return Optional.empty();
      }
      LocalDateTime time = dateTime(dateTime);
      if (inRange(time.toLocalDate()).isEmpty()) {
        return Optional.empty();
      }
      boolean utc = !dateTime.group(7).isEmpty();
      return Optional.of(new EventTime.Timed(time, utc ? ZoneOffset.UTC : zone.at(time)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns a duration; empty if it is none, or is negative. */
  static Optional<Length> duration(String written) {
    Matcher matcher = DURATION.matcher(written.strip());
    if (!matcher.matches() || matcher.group(1).equals("-")) {
      return Optional.empty();
    }
    Period days = Period.ofDays(number(matcher.group(2)) * 7 + number(matcher.group(3)));
    Duration time =
        Duration.ofHours(number(matcher.group(4)))
            .plusMinutes(number(matcher.group(5)))
            .plusSeconds(number(matcher.group(6)));
    return Optional.of(new Length(days, time));
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static LocalDate date(Matcher matcher) {
    return LocalDate.of(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  private static LocalDateTime dateTime(Matcher matcher) {
    int hour = Integer.parseInt(matcher.group(4));
    int minute = Integer.parseInt(matcher.group(5));
    int second = matcher.group(6) == null ? 0 : Math.min(59, Integer.parseInt(matcher.group(6)));
    if (hour == 24 && minute == 0 && second == 0) {
      return date(matcher).plusDays(1).atStartOfDay();
    }
    return date(matcher).atTime(LocalTime.of(hour, minute, second));
  }

  private static Optional<LocalDate> inRange(LocalDate day) {
    return day.getYear() < 1 || day.getYear() > 9998 ? Optional.empty() : Optional.of(day);
  }
}
