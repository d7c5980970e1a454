package dev.sotto.time;

import java.time.DayOfWeek;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What words about a time say, before clock and calendar turn it into a {@link TimeRange}. See
 * {@code docs/guides/time.md} for the words and {@link TimeReader#resolve} for the conventions.
 */
public sealed interface TimeExpression {

  /** A unit of the calendar or of a length. */
  enum Unit {
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEKEND,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    DECADE
  }

  /** A direction from a time. */
  enum Side {
    PAST,
    FUTURE
  }

  /** So many units, at least none. */
  record Amount(int count, Unit unit) {
    public Amount {
      if (count < 0) {
        throw new IllegalArgumentException("An amount isn't negative; found " + count);
      }
    }
  }

  /** This moment. Only a part of other expressions: "now" alone names no time. */
  record Now() implements TimeExpression {}

  /**
   * A date by its numbers; what is absent comes from the tense, or from the expression around it.
   * At least one of year, month and day is there.
   *
   * @param weekday a weekday said beside the date: of several years the one where it is right
   */
  record CalendarDate(
      @Nullable Integer year,
      @Nullable Integer month,
      @Nullable Integer day,
      @Nullable DayOfWeek weekday)
      implements TimeExpression {}

  /** A date of the Chinese calendar, of the year that the expression around it says. */
  record LunarDate(int month, int day) implements TimeExpression {}

  /** The calendar unit so many from the current one: today (DAY, 0), last month (MONTH, -1). */
  record Relative(Unit unit, int offset) implements TimeExpression {}

  /** The time of that length up to now, or from now: the last 3 days, within two weeks. */
  record Rolling(Amount amount, Side side) implements TimeExpression {}

  /** The time that lies so far from another: in 3 days, two weeks before the flight. */
  record Shifted(Amount amount, Side side, TimeExpression anchor) implements TimeExpression {}

  /** Which of the days of that name. */
  enum WeekdayChoice {
    /** As the tense says: the next one, today included, or the last one before today. */
    BARE,
    /** The one of this calendar week, or the next one where that is over and may not be meant. */
    THIS,
    /** The next one after today. */
    COMING,
    /** The one of the next calendar week. */
    NEXT,
    /** The last one before today. */
    LAST
  }

  /** A day by its name. */
  record Weekday(DayOfWeek day, WeekdayChoice choice) implements TimeExpression {}

  /** The weekend as the tense says. */
  record BareWeekend() implements TimeExpression {}

  /**
   * A piece counted within a whole: first weekend in December, last Friday in October.
   *
   * @param position from 1 on, or from -1 on backwards
   * @param unit what is counted; with a weekday it is {@link Unit#DAY}
   */
  record Ordinal(int position, Unit unit, @Nullable DayOfWeek weekday, TimeExpression whole)
      implements TimeExpression {}

  /** Where in a whole a portion lies. */
  enum Place {
    BEGINNING,
    MIDDLE,
    END
  }

  /** A third of a whole: early May, end of last month. */
  record Portion(Place place, TimeExpression whole) implements TimeExpression {}

  /** A quarter of a year, from 1 to 4. */
  record Quarter(int number) implements TimeExpression {}

  /** Half of a year, 1 or 2. */
  record HalfYear(int number) implements TimeExpression {}

  /** A season, by whole months of the northern hemisphere. */
  enum SeasonName {
    SPRING(3),
    SUMMER(6),
    AUTUMN(9),
    WINTER(12);

    private final int firstMonth;

    SeasonName(int firstMonth) {
      this.firstMonth = firstMonth;
    }

    /** Returns its first month. */
    public int firstMonth() {
      return firstMonth;
    }
  }

  /** A season of the year that the tense or the expression around it says. */
  record Season(SeasonName season) implements TimeExpression {}

  /** A week by its ISO 8601 number. */
  record WeekOfYear(int week) implements TimeExpression {}

  /** A holiday of the year that the tense or the expression around it says. */
  record HolidayOf(Holiday holiday) implements TimeExpression {}

  /**
   * A part of every year, so many from now: last summer (-1) is the last one that is over, next May
   * (1) the first one still to begin.
   */
  record YearlyOccurrence(TimeExpression part, int offset) implements TimeExpression {}

  /** A part of a day; alone it is today's. */
  record PartOfDay(DayPart part) implements TimeExpression {}

  /** A time on the clock; alone it is today's, or the neighbouring day's that fits the tense. */
  record ClockTime(int hour, int minute, HourReading reading) implements TimeExpression {}

  /** Whether an hour may be of the afternoon. */
  enum HourReading {
    EXACT,
    TWELVE_HOUR
  }

  /** A part of another time: October last year, tomorrow evening, Christmas 2025. */
  record Within(TimeExpression part, TimeExpression whole) implements TimeExpression {}

  /** The calendar unit in which another time lies: the week of the flight. */
  record Containing(Unit unit, TimeExpression inner) implements TimeExpression {}

  /** From one time to another, both included. */
  record Between(TimeExpression from, TimeExpression until) implements TimeExpression {}

  /** How a time bounds. */
  enum BoundKind {
    BEFORE,
    AFTER,
    SINCE,
    UNTIL
  }

  /** A time that is open to one side. */
  record Bound(BoundKind kind, TimeExpression of) implements TimeExpression {}

  /** An event of the calendar, by the words that name it. */
  record Event(String words) implements TimeExpression {
    @Override
    public String toString() {
      return "Event[" + words.length() + " characters]";
    }
  }

  /**
   * Something that returns; it has no range.
   *
   * @param unit how often: once in each
   * @param interval once in so many units, from 1 on
   * @param weekdays on which days, if said
   * @param detail which part of each, such as a time of day or a day of the month, if said
   */
  record Recurring(
      Unit unit, int interval, List<DayOfWeek> weekdays, @Nullable TimeExpression detail)
      implements TimeExpression {
    public Recurring {
      weekdays = List.copyOf(weekdays);
    }
  }

  /** A length of time; it has no range. */
  record Length(Amount amount) implements TimeExpression {}
}
