package dev.sotto.tools.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import net.fortuna.ical4j.model.Recur;
import net.fortuna.ical4j.model.WeekDay;

/**
 * A recurrence rule (RFC 5545, section 3.3.10), as ical4j reads it.
 *
 * @param frequency how long a period is
 * @param interval every how many periods, at least 1
 * @param until the last time, included
 * @param count how many occurrences there are, at most
 * @param weekStart the first day of a week
 * @param days BYDAY
 * @param months BYMONTH
 * @param weeks BYWEEKNO
 * @param yearDays BYYEARDAY
 * @param monthDays BYMONTHDAY
 * @param hours BYHOUR
 * @param minutes BYMINUTE
 * @param seconds BYSECOND
 * @param positions BYSETPOS
 */
record RecurrenceRule(
    Frequency frequency,
    int interval,
    Optional<Until> until,
    Optional<Integer> count,
    DayOfWeek weekStart,
    List<Day> days,
    List<Integer> months,
    List<Integer> weeks,
    List<Integer> yearDays,
    List<Integer> monthDays,
    List<Integer> hours,
    List<Integer> minutes,
    List<Integer> seconds,
    List<Integer> positions) {
  /** How long a period is; from the longest to the shortest. */
  enum Frequency {
    YEARLY,
    MONTHLY,
    WEEKLY,
    DAILY,
    HOURLY,
    MINUTELY,
    SECONDLY;

    boolean isShorterThanADay() {
      return compareTo(DAILY) > 0;
    }
  }

  /**
   * A weekday of a rule.
   *
   * @param ordinal which one of its month or year, from the end where negative; 0 for each
   * @param day the weekday
   */
  record Day(int ordinal, DayOfWeek day) {}

  /** The end of a rule: a day, what a clock shows, or an instant. */
  sealed interface Until {
    /** The end as it is written, whatever zone it is in. */
    LocalDateTime written();

    /** The end of a day. */
    record OnDay(LocalDate day) implements Until {
      @Override
      public LocalDateTime written() {
        return day.atTime(23, 59, 59);
      }
    }

    /** A time in the zone of the event. */
    record AtLocal(LocalDateTime written) implements Until {}

    /** A time in UTC. */
    record AtInstant(LocalDateTime written) implements Until {}
  }

  private static final int MAX_CHARACTERS = 10_000;
  private static final int MAX_ORDINAL = 53;
  private static final Pattern PARTS =
      Pattern.compile("[A-Za-z-]+=[^;=]+(?:;[A-Za-z-]+=[^;=]+)*;?");

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException if it is none that can be computed
   */
  static RecurrenceRule parse(String written) {
    String text = written.strip().replace(" ", "");
    if (text.length() > MAX_CHARACTERS || !PARTS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "The recurrence rule does not consist of NAME=VALUE parts");
    }
    Recur<Temporal> recur;
    try {
      recur = new Recur<>(text, true);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "A part of the recurrence rule is not one of RFC 5545 ("
              + e.getClass().getSimpleName()
              + ")");
    }
    String parts = ";" + text.toUpperCase(Locale.ROOT) + ";";
    if (parts.contains(";RSCALE=") && !parts.contains(";RSCALE=GREGORIAN;")) {
      throw new IllegalArgumentException(
          "The recurrence rule counts in another calendar than the Gregorian, which is not read");
    }
    return new RecurrenceRule(
        Frequency.valueOf(recur.getFrequency().name()),
        Math.max(1, recur.getInterval()),
        Optional.ofNullable(recur.getUntil()).map(RecurrenceRule::until),
        recur.getCount() < 0 ? Optional.empty() : Optional.of(recur.getCount()),
        recur.getWeekStartDay() == null ? DayOfWeek.MONDAY : day(recur.getWeekStartDay()),
        recur.getDayList().stream().map(RecurrenceRule::dayOfRule).toList(),
        recur.getMonthList().stream().map(month -> month.getMonthOfYear()).toList(),
        sorted(recur.getWeekNoList()),
        sorted(recur.getYearDayList()),
        sorted(recur.getMonthDayList()),
        sorted(recur.getHourList()),
        sorted(recur.getMinuteList()),
        sorted(recur.getSecondList()),
        sorted(recur.getSetPosList()));
  }

  private static Until until(Temporal until) {
    return switch (until) {
      case LocalDate day -> new Until.OnDay(day);
      case LocalDateTime time -> new Until.AtLocal(time);
      case OffsetDateTime time ->
          new Until.AtInstant(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
      default ->
          throw new IllegalArgumentException("The UNTIL of a recurrence rule is no day or time");
    };
  }

  private static Day dayOfRule(WeekDay day) {
    int ordinal = day.getOffset();
    if (Math.abs(ordinal) > MAX_ORDINAL) {
      throw new IllegalArgumentException(
          "A BYDAY of a recurrence rule counts to at most " + MAX_ORDINAL + "; found " + ordinal);
    }
    return new Day(ordinal, day(day));
  }

  private static DayOfWeek day(WeekDay day) {
    return switch (day.getDay()) {
      case MO -> DayOfWeek.MONDAY;
      case TU -> DayOfWeek.TUESDAY;
      case WE -> DayOfWeek.WEDNESDAY;
      case TH -> DayOfWeek.THURSDAY;
      case FR -> DayOfWeek.FRIDAY;
      case SA -> DayOfWeek.SATURDAY;
      case SU -> DayOfWeek.SUNDAY;
    };
  }

  private static List<Integer> sorted(List<Integer> numbers) {
    return new ArrayList<>(numbers).stream().distinct().sorted().toList();
  }
}
