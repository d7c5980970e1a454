package dev.sotto.tools.calendar;

import dev.sotto.tools.calendar.RecurrenceRule.Day;
import dev.sotto.tools.calendar.RecurrenceRule.Frequency;
import dev.sotto.tools.calendar.RecurrenceRule.Until;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The times that one recurrence rule gives, on the clock of the event's zone, oldest first (RFC
 * 5545, section 3.3.10). Goes from period to period: in each it keeps the days and times of day that all parts of the rule
 * allow, then the positions that BYSETPOS wants. Periods before the wanted time are jumped over
 * where no COUNT makes them matter. For one thread.
 */
final class RuleOccurrences {
  /** How many periods, days and times one computation may look at before it gives up. */
  static final long MAX_STEPS = 1_000_000;

  private static final int LAST_YEAR = 9999;

  /** Whether the start of an event is a time of its rule. */
  enum Start {
    /** It is the first one and counts as such. */
    ALWAYS,
    /** Only if the rule gives it. */
    BY_RULE
  }

  private final RecurrenceRule rule;
  private final LocalDateTime start;
  private final ZoneId zone;
  private final LocalDateTime from;
  private final LocalDateTime until;
  private final List<LocalTime> times;
  private final boolean startGiven;

  private final List<LocalDateTime> period = new ArrayList<>();
  private int next;
  private long index;
  private long given;
  private long steps;
  private boolean ended;

  /**
   * Begins at a time.
   *
   * @param rule the rule
   * @param start the event's own start
   * @param zone the event's zone
   * @param from times before this one are of no interest
   * @param until times at or after this one are of no interest
   * @param included whether the start is the first time, whatever the rule says
   */
  RuleOccurrences(
      RecurrenceRule rule,
      LocalDateTime start,
      ZoneId zone,
      LocalDateTime from,
      LocalDateTime until,
      Start included) {
    this.rule = rule;
    this.start = start;
    this.zone = zone;
    this.from = from;
    this.until = until;
    this.times = rule.frequency().isShorterThanADay() ? List.of() : timesOfDay();
    this.startGiven = included == Start.ALWAYS;
    if (startGiven) {
      period.add(start);
    }
    index = -1;
  }

  /**
   * Returns the next time at or after {@code from}, or empty after the last one.
   *
   * @throws IllegalArgumentException if finding it takes more than {@link #MAX_STEPS}
   */
  Optional<LocalDateTime> next() {
    while (!ended) {
      while (next < period.size()) {
        LocalDateTime time = period.get(next++);
        if (index >= 0 && (startGiven ? !time.isAfter(start) : time.isBefore(start))) {
          continue;
        }
        if (!time.isBefore(until) || isPastEnd(time)) {
          ended = true;
          return Optional.empty();
        }
        given++;
        if (rule.count().isPresent() && given > rule.count().get()) {
          ended = true;
          return Optional.empty();
        }
        if (!time.isBefore(from)) {
          return Optional.of(time);
        }
      }
      advance();
    }
    return Optional.empty();
  }

  private boolean isPastEnd(LocalDateTime time) {
    if (rule.until().isEmpty()) {
      return false;
    }
    return switch (rule.until().get()) {
      case Until.OnDay end -> time.toLocalDate().isAfter(end.day());
      case Until.AtLocal end -> time.isAfter(end.written());
      case Until.AtInstant end ->
          time.atZone(zone).toInstant().isAfter(end.written().toInstant(ZoneOffset.UTC));
    };
  }

  private void advance() {
    period.clear();
    next = 0;
    if (index < 0) {
      index = firstIndex() - 1;
    }
    index++;
    step(1);
    switch (rule.frequency()) {
      case YEARLY -> year(start.getYear() + index * rule.interval());
      case MONTHLY -> month(YearMonth.from(start), index * rule.interval());
      case WEEKLY ->
          days(
              start.toLocalDate().with(TemporalAdjusters.previousOrSame(rule.weekStart())),
              index * rule.interval() * 7,
              7);
      case DAILY -> days(start.toLocalDate(), index * rule.interval(), 1);
      case HOURLY, MINUTELY, SECONDLY -> moment();
    }
  }

  /**
   * Returns the first period that is of interest: the one in which {@code from} lies or the one
   * before. With a COUNT that is the start, unless every period holds exactly one time.
   */
  private long firstIndex() {
    long periods =
        switch (rule.frequency()) {
          case YEARLY -> from.getYear() - start.getYear();
          case MONTHLY -> ChronoUnit.MONTHS.between(YearMonth.from(start), YearMonth.from(from));
          case WEEKLY -> ChronoUnit.DAYS.between(start.toLocalDate(), from.toLocalDate()) / 7;
          case DAILY -> ChronoUnit.DAYS.between(start.toLocalDate(), from.toLocalDate());
          case HOURLY -> ChronoUnit.HOURS.between(start, from);
          case MINUTELY -> ChronoUnit.MINUTES.between(start, from);
          case SECONDLY -> ChronoUnit.SECONDS.between(start, from);
        };
    long jump = Math.max(0, periods / rule.interval() - 1);
    if (rule.count().isEmpty() || jump == 0) {
      return jump;
    }
    if (!isPlain()) {
      return 0;
    }
    given = jump;
    return jump;
  }

  /** Whether each period holds exactly one time, the same time after the period's beginning. */
  private boolean isPlain() {
    return rule.frequency().compareTo(Frequency.WEEKLY) >= 0
        && rule.days().isEmpty()
        && rule.months().isEmpty()
        && rule.weeks().isEmpty()
        && rule.yearDays().isEmpty()
        && rule.monthDays().isEmpty()
        && rule.hours().isEmpty()
        && rule.minutes().isEmpty()
        && rule.seconds().isEmpty()
        && rule.positions().isEmpty();
  }

  private void year(long year) {
    if (year > LAST_YEAR || isBeyond(LocalDate.of((int) year, 1, 1))) {
      ended = true;
      return;
    }
    addDays(LocalDate.of((int) year, 1, 1), Year.of((int) year).length());
  }

  private void month(YearMonth first, long months) {
    if (months > (LAST_YEAR + 1L) * 12 || first.plusMonths(months).getYear() > LAST_YEAR) {
      ended = true;
      return;
    }
    YearMonth month = first.plusMonths(months);
    if (isBeyond(month.atDay(1))) {
      ended = true;
    } else {
      addDays(month.atDay(1), month.lengthOfMonth());
    }
  }

  private void days(LocalDate first, long offset, int length) {
    if (offset > (LAST_YEAR + 1L) * 366 || first.plusDays(offset).getYear() > LAST_YEAR) {
      ended = true;
      return;
    }
    LocalDate day = first.plusDays(offset);
    if (isBeyond(day)) {
      ended = true;
    } else {
      addDays(day, length);
    }
  }

  private boolean isBeyond(LocalDate day) {
    return !day.atStartOfDay().isBefore(until);
  }

  private void addDays(LocalDate first, int length) {
    boolean positioned = !rule.positions().isEmpty();
    for (int i = 0; i < length; i++) {
      LocalDate day = first.plusDays(i);
      step(1);
      if (allows(day)) {
        step(times.size());
        for (LocalTime time : times) {
          period.add(day.atTime(time));
        }
      }
    }
    if (positioned) {
      keepPositions();
    }
  }

  private void moment() {
    ChronoUnit unit =
        switch (rule.frequency()) {
          case HOURLY -> ChronoUnit.HOURS;
          case MINUTELY -> ChronoUnit.MINUTES;
          default -> ChronoUnit.SECONDS;
        };
    while (true) {
      step(1);
      LocalDateTime time = start.plus(index * rule.interval(), unit);
      if (!time.truncatedTo(unit).isBefore(until) || time.getYear() > LAST_YEAR) {
        ended = true;
        return;
      }
      Optional<LocalDateTime> resume = disallowedUntil(time);
      if (resume.isEmpty()) {
        within(time);
        keepPositions();
        return;
      }
      long units = unit.between(start.truncatedTo(unit), resume.get());
      long wanted = Math.ceilDiv(units, (long) rule.interval());
      index = Math.max(index + 1, wanted);
    }
  }

  /** Returns the next beginning of a day, hour or minute that may be allowed; empty if it is. */
  private Optional<LocalDateTime> disallowedUntil(LocalDateTime time) {
    LocalDate day = time.toLocalDate();
    if (!allows(day)) {
      boolean month = rule.months().isEmpty() || rule.months().contains(day.getMonthValue());
      LocalDate resume = month ? day.plusDays(1) : YearMonth.from(day).plusMonths(1).atDay(1);
      return Optional.of(resume.atStartOfDay());
    }
    if (!rule.hours().isEmpty() && !rule.hours().contains(time.getHour())) {
      return Optional.of(time.truncatedTo(ChronoUnit.HOURS).plusHours(1));
    }
    boolean minuteAllowed =
        rule.frequency() == Frequency.HOURLY
            || rule.minutes().isEmpty()
            || rule.minutes().contains(time.getMinute());
    if (!minuteAllowed) {
      return Optional.of(time.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1));
    }
    boolean secondAllowed =
        rule.frequency() != Frequency.SECONDLY
            || rule.seconds().isEmpty()
            || rule.seconds().contains(time.getSecond());
    return secondAllowed ? Optional.empty() : Optional.of(time.plusSeconds(1));
  }

  private void within(LocalDateTime time) {
    List<Integer> minutes =
        rule.frequency() == Frequency.HOURLY && !rule.minutes().isEmpty()
            ? rule.minutes()
            : List.of(time.getMinute());
    List<Integer> seconds =
        rule.frequency() != Frequency.SECONDLY && !rule.seconds().isEmpty()
            ? rule.seconds()
            : List.of(time.getSecond());
    step((long) minutes.size() * seconds.size());
    for (int minute : minutes) {
      for (int second : seconds) {
        period.add(time.withMinute(minute).withSecond(second));
      }
    }
  }

  private void keepPositions() {
    if (rule.positions().isEmpty()) {
      return;
    }
    List<LocalDateTime> all = List.copyOf(period);
    period.clear();
    for (int position : rule.positions()) {
      int at = position > 0 ? position - 1 : all.size() + position;
      if (at >= 0 && at < all.size() && !period.contains(all.get(at))) {
        period.add(all.get(at));
      }
    }
    period.sort(null);
  }

  private boolean allows(LocalDate day) {
    return (rule.months().isEmpty() || rule.months().contains(day.getMonthValue()))
        && (rule.weeks().isEmpty() || isInWeek(day))
        && (rule.yearDays().isEmpty()
            || contains(rule.yearDays(), day.getDayOfYear(), day.lengthOfYear()))
        && allowsMonthDay(day)
        && allowsWeekday(day);
  }

  private boolean allowsMonthDay(LocalDate day) {
    if (!rule.monthDays().isEmpty()) {
      return contains(rule.monthDays(), day.getDayOfMonth(), day.lengthOfMonth());
    }
    if (!rule.days().isEmpty()) {
      return true;
    }
    return switch (rule.frequency()) {
      case MONTHLY -> !rule.yearDays().isEmpty() || day.getDayOfMonth() == start.getDayOfMonth();
      case YEARLY ->
          !rule.yearDays().isEmpty()
              || !rule.weeks().isEmpty()
              || (day.getDayOfMonth() == start.getDayOfMonth()
                  && (!rule.months().isEmpty() || day.getMonth() == start.getMonth()));
      default -> true;
    };
  }

  private boolean allowsWeekday(LocalDate day) {
    if (rule.days().isEmpty()) {
      boolean fromStart =
          rule.frequency() == Frequency.WEEKLY
              || (rule.frequency() == Frequency.YEARLY
                  && !rule.weeks().isEmpty()
                  && rule.monthDays().isEmpty()
                  && rule.yearDays().isEmpty());
      return !fromStart || day.getDayOfWeek() == start.getDayOfWeek();
    }
    for (Day wanted : rule.days()) {
      if (day.getDayOfWeek() == wanted.day() && isNumber(day, wanted.ordinal())) {
        return true;
      }
    }
    return false;
  }

  private boolean isNumber(LocalDate day, int ordinal) {
    if (ordinal == 0) {
      return true;
    }
    return switch (rule.frequency()) {
      case MONTHLY -> isNumber(day.getDayOfMonth(), day.lengthOfMonth(), ordinal);
      case YEARLY ->
          !rule.weeks().isEmpty()
              || (rule.months().isEmpty()
                  ? isNumber(day.getDayOfYear(), day.lengthOfYear(), ordinal)
                  : isNumber(day.getDayOfMonth(), day.lengthOfMonth(), ordinal));
      default -> true;
    };
  }

  private static boolean isNumber(int day, int days, int ordinal) {
    return ordinal > 0 ? (day - 1) / 7 + 1 == ordinal : (days - day) / 7 + 1 == -ordinal;
  }

  private boolean isInWeek(LocalDate day) {
    int weekYear = weekYear(day);
    LocalDate firstDay = firstDayOfWeekYear(weekYear);
    int week = (int) (ChronoUnit.DAYS.between(firstDay, day) / 7) + 1;
    int weeks = (int) (ChronoUnit.DAYS.between(firstDay, firstDayOfWeekYear(weekYear + 1)) / 7);
    return contains(rule.weeks(), week, weeks);
  }

  private int weekYear(LocalDate day) {
    int year = day.getYear();
    if (!day.isBefore(firstDayOfWeekYear(year + 1))) {
      return year + 1;
    }
    return day.isBefore(firstDayOfWeekYear(year)) ? year - 1 : year;
  }

  /** The first week of a year is the first one with at least four days in it. */
  private LocalDate firstDayOfWeekYear(int year) {
    return LocalDate.of(year, 1, 4).with(TemporalAdjusters.previousOrSame(rule.weekStart()));
  }

  private static boolean contains(List<Integer> numbers, int number, int count) {
    return numbers.contains(number) || numbers.contains(number - count - 1);
  }

  private List<LocalTime> timesOfDay() {
    List<Integer> hours = rule.hours().isEmpty() ? List.of(start.getHour()) : rule.hours();
    List<Integer> minutes = rule.minutes().isEmpty() ? List.of(start.getMinute()) : rule.minutes();
    List<Integer> seconds = rule.seconds().isEmpty() ? List.of(start.getSecond()) : rule.seconds();
    List<LocalTime> all = new ArrayList<>();
    for (int hour : hours) {
      for (int minute : minutes) {
        for (int second : seconds) {
          all.add(LocalTime.of(hour, minute, second));
        }
      }
    }
    return all;
  }

  private void step(long count) {
    steps += count;
    if (steps > MAX_STEPS) {
      throw new IllegalArgumentException(
          "The recurrence rule takes more than "
              + MAX_STEPS
              + " steps to compute and is given up. No calendar program writes such a rule;"
              + " correct it and sync again");
    }
  }
}
