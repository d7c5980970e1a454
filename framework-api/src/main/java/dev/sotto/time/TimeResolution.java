package dev.sotto.time;

import dev.sotto.time.TimeExpression.Amount;
import dev.sotto.time.TimeExpression.Between;
import dev.sotto.time.TimeExpression.Bound;
import dev.sotto.time.TimeExpression.BoundKind;
import dev.sotto.time.TimeExpression.CalendarDate;
import dev.sotto.time.TimeExpression.ClockTime;
import dev.sotto.time.TimeExpression.Containing;
import dev.sotto.time.TimeExpression.HolidayOf;
import dev.sotto.time.TimeExpression.HourReading;
import dev.sotto.time.TimeExpression.LunarDate;
import dev.sotto.time.TimeExpression.Ordinal;
import dev.sotto.time.TimeExpression.PartOfDay;
import dev.sotto.time.TimeExpression.Place;
import dev.sotto.time.TimeExpression.Portion;
import dev.sotto.time.TimeExpression.Rolling;
import dev.sotto.time.TimeExpression.Season;
import dev.sotto.time.TimeExpression.Shifted;
import dev.sotto.time.TimeExpression.Side;
import dev.sotto.time.TimeExpression.Unit;
import dev.sotto.time.TimeExpression.Weekday;
import dev.sotto.time.TimeExpression.WeekdayChoice;
import dev.sotto.time.TimeExpression.Within;
import dev.sotto.time.TimeRange.Grain;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Puts expressions on the calendar of one moment. Null means: names no time, or an absurd one. */
final class TimeResolution {
  private static final int DEEPEST = 12;
  private static final int MOST_UNITS = 10_000_000;

  private final LocalDateTime now;
  private final LocalDate today;
  private final EventTimes events;
  private final Tense tense;

  TimeResolution(LocalDateTime now, EventTimes events, Tense tense) {
    this.now = now.truncatedTo(ChronoUnit.MINUTES);
    this.today = now.toLocalDate();
    this.events = events;
    this.tense = tense;
  }

  @Nullable TimeRange resolve(TimeExpression expression) {
    try {
      TimeRange range = resolve(expression, 0);
      return range == null
              || range.from().isBefore(TimeRange.EARLIEST)
              || range.until().isAfter(TimeRange.LATEST)
          ? null
          : range;
    } catch (DateTimeException | ArithmeticException e) {
      return null; // 30 February, a year beyond the table, an amount beyond all calendars
    }
  }

  private @Nullable TimeRange resolve(TimeExpression expression, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    return switch (expression) {
      case TimeExpression.Now _ -> new TimeRange(now, now.plusMinutes(1), Grain.MINUTE);
      case CalendarDate date -> calendarDate(date);
      case LunarDate date ->
          byYear(year -> day(LunarCalendar.toDate(year, date.month(), date.day())));
      case TimeExpression.Relative(Unit unit, int offset) -> relative(unit, offset);
      case Rolling(Amount amount, Side side) -> rolling(amount, side);
      case Shifted shifted -> shifted(shifted, depth);
      case Weekday(DayOfWeek day, WeekdayChoice choice) -> day(weekday(day, choice));
      case TimeExpression.BareWeekend _ -> bareWeekend();
      case Ordinal ordinal -> ordinal(ordinal, depth);
      case Portion(Place place, TimeExpression whole) -> {
        TimeRange range = resolve(whole, depth + 1);
        yield range == null ? null : portion(place, range);
      }
      case TimeExpression.Quarter(int number) -> byYear(year -> quarter(year, number));
      case TimeExpression.HalfYear(int number) -> byYear(year -> half(year, number));
      case Season(TimeExpression.SeasonName season) -> byYear(year -> season(year, season));
      case TimeExpression.WeekOfYear(int week) -> byYear(year -> isoWeek(year, week));
      case HolidayOf(Holiday holiday) -> byYear(year -> day(holiday.in(year)));
      case TimeExpression.YearlyOccurrence(TimeExpression part, int offset) ->
          yearlyOccurrence(part, offset, depth);
      case PartOfDay(DayPart part) -> onNearestDay(day -> part(day, part));
      case ClockTime clock -> onNearestDay(day -> minute(day, clock, null));
      case Within(TimeExpression part, TimeExpression whole) -> {
        TimeRange range = resolve(whole, depth + 1);
        yield range == null ? null : within(part, whole, range, depth);
      }
      case Containing(Unit unit, TimeExpression inner) -> {
        TimeRange range = resolve(inner, depth + 1);
        yield range == null ? null : unitOf(unit, range.from().toLocalDate());
      }
      case Between between -> between(between, depth);
      case Bound(BoundKind kind, TimeExpression of) -> {
        TimeRange range = resolve(of, depth + 1);
        yield range == null ? null : bound(kind, of, range);
      }
      case TimeExpression.Event(String words) -> found(events.find(words));
      case TimeExpression.Recurring _ -> null;
      case TimeExpression.Length _ -> null;
    };
  }

  private static @Nullable TimeRange found(Optional<TimeRange> range) {
    return range.orElse(null);
  }

  // Years, months and days by number

  private @Nullable TimeRange calendarDate(CalendarDate date) {
    Integer year = date.year();
    Integer month = date.month();
    Integer day = date.day();
    if (year != null && month != null && day != null) {
      return day(LocalDate.of(year, month, day));
    }
    if (year != null && month != null) {
      return month(YearMonth.of(year, month));
    }
    if (year != null) {
      return unitOf(Unit.YEAR, LocalDate.of(year, 1, 1));
    }
    if (month != null && day != null) {
      return byYear(
          y -> {
            if (!YearMonth.of(y, month).isValidDay(day)) {
              return null;
            }
            return day(LocalDate.of(y, month, day));
          },
          date.weekday(),
          month == 2 && day == 29 ? 8 : 1);
    }
    if (month != null) {
      return byYear(y -> month(YearMonth.of(y, month)));
    }
    if (day != null) {
      return byMonth(day, date.weekday());
    }
    return null;
  }

  /** The day of that number in the month that fits the tense. */
  private @Nullable TimeRange byMonth(int day, @Nullable DayOfWeek weekday) {
    List<TimeRange> ranges = new ArrayList<>();
    int reach = weekday == null ? 2 : 12;
    for (int i = -reach; i <= reach; i++) {
      YearMonth month = YearMonth.from(today).plusMonths(i);
      if (month.isValidDay(day)
          && (weekday == null || month.atDay(day).getDayOfWeek() == weekday)) {
        ranges.add(day(month.atDay(day)));
      }
    }
    return best(ranges);
  }

  private @Nullable TimeRange byYear(IntFunction<@Nullable TimeRange> inYear) {
    return byYear(inYear, null, 1);
  }

  private @Nullable TimeRange byYear(
      IntFunction<@Nullable TimeRange> inYear, @Nullable DayOfWeek weekday, int reach) {
    List<TimeRange> ranges = new ArrayList<>();
    List<TimeRange> onWeekday = new ArrayList<>();
    int far = weekday == null ? reach : Math.max(reach, 2);
    for (int year = today.getYear() - far; year <= today.getYear() + far; year++) {
      TimeRange range = inYear.apply(year);
      if (range == null) {
        continue;
      }
      if (Math.abs(year - today.getYear()) <= reach) {
        ranges.add(range);
      }
      if (range.from().getDayOfWeek() == weekday) {
        onWeekday.add(range);
      }
    }
    return best(onWeekday.isEmpty() ? ranges : onWeekday);
  }

  /** The one that fits the tense: the last begun, the next not over, or else the nearest. */
  private @Nullable TimeRange best(List<TimeRange> ranges) {
    LocalDateTime start = today.atStartOfDay();
    LocalDateTime end = start.plusDays(1);
    return switch (tense) {
      case PAST ->
          ranges.stream()
              .filter(range -> range.from().isBefore(end))
              .max(Comparator.comparing(TimeRange::from))
              .orElse(null);
      case FUTURE ->
          ranges.stream()
              .filter(range -> range.until().isAfter(start))
              .min(Comparator.comparing(TimeRange::from))
              .orElse(null);
      case UNKNOWN ->
          ranges.stream()
              .min(
                  Comparator.comparingLong(this::distance)
                      .thenComparing(TimeRange::from, Comparator.reverseOrder()))
              .orElse(null);
    };
  }

  private long distance(TimeRange range) {
    if (!range.from().toLocalDate().isAfter(today) && range.until().isAfter(today.atStartOfDay())) {
      return 0;
    }
    return Math.min(
        Math.abs(ChronoUnit.DAYS.between(today, range.from().toLocalDate())),
        Math.abs(ChronoUnit.DAYS.between(range.until().toLocalDate(), today)));
  }

  private @Nullable TimeRange yearlyOccurrence(TimeExpression part, int offset, int depth) {
    List<TimeRange> ranges = new ArrayList<>();
    for (int year = today.getYear() - 4; year <= today.getYear() + 4; year++) {
      TimeExpression whole = new CalendarDate(year, null, null, null);
      TimeRange range =
          within(
              part,
              whole,
              days(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1), Grain.YEAR),
              depth + 1);
      if (range != null) {
        ranges.add(range);
      }
    }
    ranges.sort(Comparator.comparing(TimeRange::from));
    LocalDateTime start = today.atStartOfDay();
    List<TimeRange> onSide =
        offset > 0
            ? ranges.stream().filter(range -> range.from().isAfter(start)).toList()
            : ranges.stream().filter(range -> !range.until().isAfter(start)).toList().reversed();
    int index = Math.abs(offset) - 1;
    return index >= 0 && index < onSide.size() ? onSide.get(index) : null;
  }

  // Units

  private static TimeRange day(LocalDate date) {
    return new TimeRange(date.atStartOfDay(), date.plusDays(1).atStartOfDay(), Grain.DAY);
  }

  private static TimeRange days(LocalDate from, LocalDate until, Grain grain) {
    return new TimeRange(from.atStartOfDay(), until.atStartOfDay(), grain);
  }

  private static TimeRange month(YearMonth month) {
    return days(month.atDay(1), month.plusMonths(1).atDay(1), Grain.MONTH);
  }

  private static TimeRange quarter(int year, int number) {
    LocalDate from = LocalDate.of(year, number * 3 - 2, 1);
    return days(from, from.plusMonths(3), Grain.QUARTER);
  }

  private static TimeRange half(int year, int number) {
    LocalDate from = LocalDate.of(year, number * 6 - 5, 1);
    return days(from, from.plusMonths(6), Grain.SPAN);
  }

  private static TimeRange season(int year, TimeExpression.SeasonName season) {
    LocalDate from = LocalDate.of(year, season.firstMonth(), 1);
    return days(from, from.plusMonths(3), Grain.QUARTER);
  }

  private static @Nullable TimeRange isoWeek(int year, int week) {
    LocalDate monday =
        LocalDate.of(year, 1, 4)
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
            .plusWeeks(week - 1L);
    if (monday.get(IsoFields.WEEK_BASED_YEAR) != year) {
      return null;
    }
    return days(monday, monday.plusWeeks(1), Grain.WEEK);
  }

  private static @Nullable TimeRange unitOf(Unit unit, LocalDate date) {
    LocalDate monday = date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return switch (unit) {
      case SECOND, MINUTE, HOUR -> null;
      case DAY -> day(date);
      case WEEKEND -> days(monday.plusDays(5), monday.plusDays(7), Grain.WEEKEND);
      case WEEK -> days(monday, monday.plusDays(7), Grain.WEEK);
      case MONTH -> month(YearMonth.from(date));
      case QUARTER -> quarter(date.getYear(), (date.getMonthValue() + 2) / 3);
      case YEAR -> {
        LocalDate first = date.withDayOfYear(1);
        yield days(first, first.plusYears(1), Grain.YEAR);
      }
      case DECADE -> {
        LocalDate first = LocalDate.of(date.getYear() / 10 * 10, 1, 1);
        yield days(first, first.plusYears(10), Grain.SPAN);
      }
    };
  }

  private @Nullable TimeRange relative(Unit unit, int offset) {
    return switch (unit) {
      case SECOND, MINUTE -> null;
      case HOUR -> {
        LocalDateTime hour = now.truncatedTo(ChronoUnit.HOURS).plusHours(offset);
        yield new TimeRange(hour, hour.plusHours(1), Grain.MINUTE);
      }
      case DAY -> day(today.plusDays(offset));
      case WEEKEND, WEEK -> unitOf(unit, today.plusWeeks(offset));
      case MONTH -> month(YearMonth.from(today).plusMonths(offset));
      case QUARTER -> unitOf(unit, today.withDayOfMonth(1).plusMonths(3L * offset));
      case YEAR -> unitOf(unit, today.plusYears(offset));
      case DECADE -> unitOf(unit, today.plusYears(10L * offset));
    };
  }

  private @Nullable TimeRange bareWeekend() {
    TimeRange current = relative(Unit.WEEKEND, 0);
    boolean begun = today.getDayOfWeek().getValue() >= 6;
    return tense == Tense.PAST && !begun ? relative(Unit.WEEKEND, -1) : current;
  }

  private LocalDate weekday(DayOfWeek day, WeekdayChoice choice) {
    LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return switch (choice) {
      case BARE ->
          tense == Tense.PAST
              ? today.with(TemporalAdjusters.previous(day))
              : today.with(TemporalAdjusters.nextOrSame(day));
      case THIS -> {
        LocalDate ofWeek = monday.with(TemporalAdjusters.nextOrSame(day));
        yield ofWeek.isBefore(today) && tense != Tense.PAST ? ofWeek.plusWeeks(1) : ofWeek;
      }
      case COMING -> today.with(TemporalAdjusters.next(day));
      case NEXT -> monday.plusWeeks(1).with(TemporalAdjusters.nextOrSame(day));
      case LAST -> today.with(TemporalAdjusters.previous(day));
    };
  }

  // Lengths from a time

  private @Nullable TimeRange rolling(Amount amount, Side side) {
    if (amount.count() > MOST_UNITS) {
      return null;
    }
    LocalDateTime other = plus(now, amount, side);
    if (other == null) {
      return null;
    }
    boolean clock = isClockUnit(amount.unit());
    if (side == Side.PAST) {
      return new TimeRange(clock ? other : other.toLocalDate().atStartOfDay(), now, Grain.SPAN);
    }
    return new TimeRange(
        now, clock ? other : other.toLocalDate().plusDays(1).atStartOfDay(), Grain.SPAN);
  }

  private @Nullable TimeRange shifted(Shifted shifted, int depth) {
    TimeRange anchor = resolve(shifted.anchor(), depth + 1);
    if (anchor == null || shifted.amount().count() > MOST_UNITS) {
      return null;
    }
    Unit unit = shifted.amount().unit();
    if (isClockUnit(unit)) {
      LocalDateTime base =
          shifted.side() == Side.FUTURE
                  && !(shifted.anchor() instanceof TimeExpression.Now)
                  && anchor.grain() != Grain.MINUTE
              ? anchor.until()
              : anchor.from();
      LocalDateTime moment = plus(base, shifted.amount(), shifted.side());
      return moment == null ? null : new TimeRange(moment, moment.plusMinutes(1), Grain.MINUTE);
    }
    boolean fromNow = shifted.anchor() instanceof TimeExpression.Now;
    LocalDateTime base =
        shifted.side() == Side.FUTURE && !fromNow ? lastMoment(anchor) : anchor.from();
    LocalDateTime moment =
        plus(base.toLocalDate().atStartOfDay(), shifted.amount(), shifted.side());
    if (moment == null) {
      return null;
    }
    boolean coarse =
        shifted.anchor() instanceof TimeExpression.Relative(Unit whole, int _)
            && (whole == Unit.WEEK || whole == Unit.MONTH || whole == Unit.YEAR);
    if (coarse && shifted.anchor() instanceof TimeExpression.Relative(Unit whole, int _)) {
      LocalDateTime start = plus(anchor.from(), shifted.amount(), shifted.side());
      return start == null ? null : unitOf(whole, start.toLocalDate());
    }
    return switch (unit) {
      case YEAR -> fromNow ? month(YearMonth.from(moment)) : day(moment.toLocalDate());
      case DECADE -> unitOf(Unit.YEAR, moment.toLocalDate());
      default -> day(moment.toLocalDate());
    };
  }

  private static LocalDateTime lastMoment(TimeRange range) {
    return range.until().isAfter(range.from()) ? range.until().minusMinutes(1) : range.from();
  }

  private static boolean isClockUnit(Unit unit) {
    return unit == Unit.SECOND || unit == Unit.MINUTE || unit == Unit.HOUR;
  }

  private static @Nullable LocalDateTime plus(LocalDateTime time, Amount amount, Side side) {
    long count = side == Side.PAST ? -amount.count() : amount.count();
    if (Math.abs(count) > MOST_UNITS) {
      return null;
    }
    return switch (amount.unit()) {
      case SECOND -> time.plusSeconds(count);
      case MINUTE -> time.plusMinutes(count);
      case HOUR -> time.plusHours(count);
      case DAY -> time.plusDays(count);
      case WEEKEND, WEEK -> time.plusWeeks(count);
      case MONTH -> time.plusMonths(count);
      case QUARTER -> time.plusMonths(3 * count);
      case YEAR -> time.plusYears(count);
      case DECADE -> time.plusYears(10 * count);
    };
  }

  // Parts of a day

  private static TimeRange part(LocalDate day, DayPart part) {
    LocalDateTime start = day.atStartOfDay();
    return new TimeRange(
        start.plusHours(part.fromHour()), start.plusHours(part.untilHour()), Grain.PART_OF_DAY);
  }

  /**
   * A bare time from 1:00 to 6:30 is of the afternoon; a part of the day said beside it decides.
   */
  private static TimeRange minute(LocalDate day, ClockTime clock, @Nullable DayPart part) {
    int hour = clock.hour();
    LocalDate date = day;
    if (clock.reading() == HourReading.TWELVE_HOUR && hour <= 12) {
      if (part == null) {
        boolean afternoon = hour >= 1 && hour * 60 + clock.minute() <= 6 * 60 + 30;
        hour = hour == 0 || afternoon ? hour + 12 : hour;
      } else if (part == DayPart.NIGHT || part == DayPart.MIDDLE_OF_NIGHT) {
        if (hour == 12 || hour < 5) {
          date = date.plusDays(1);
          hour %= 12;
        } else {
          hour += 12;
        }
      } else if (part == DayPart.NOON) {
        hour = hour < 4 ? hour + 12 : hour;
      } else if (part == DayPart.EVENING && hour == 12) {
        hour = 24;
      } else if (part.isAfterNoon()) {
        hour = hour < 12 ? hour + 12 : hour;
      } else {
        hour = hour == 12 && part == DayPart.SMALL_HOURS ? 0 : hour;
      }
    }
    LocalDateTime time = date.atStartOfDay().plusHours(hour).plusMinutes(clock.minute());
    return new TimeRange(time, time.plusMinutes(1), Grain.MINUTE);
  }

  private TimeRange onNearestDay(java.util.function.Function<LocalDate, TimeRange> onDay) {
    TimeRange ofToday = onDay.apply(today);
    if (tense == Tense.FUTURE && !ofToday.until().isAfter(now)) {
      return onDay.apply(today.plusDays(1));
    }
    if (tense == Tense.PAST && ofToday.from().isAfter(now)) {
      return onDay.apply(today.minusDays(1));
    }
    return ofToday;
  }

  // Parts of wholes

  private @Nullable TimeRange within(
      TimeExpression part, TimeExpression whole, TimeRange range, int depth) {
    LocalDate first = range.from().toLocalDate();
    return switch (part) {
      case PartOfDay(DayPart dayPart) -> part(lastDayIfPartOfDay(range), dayPart);
      case ClockTime clock -> minute(first, clock, partOf(whole));
      case CalendarDate(Integer year, Integer month, Integer day, DayOfWeek weekday) -> {
        if (year != null) {
          yield calendarDate(new CalendarDate(year, month, day, weekday));
        }
        if (month != null) {
          yield calendarDate(new CalendarDate(first.getYear(), month, day, weekday));
        }
        yield calendarDate(new CalendarDate(first.getYear(), first.getMonthValue(), day, weekday));
      }
      case LunarDate(int month, int day) -> day(LunarCalendar.toDate(first.getYear(), month, day));
      case HolidayOf(Holiday holiday) -> day(holiday.in(first.getYear()));
      case TimeExpression.Quarter(int number) -> quarter(first.getYear(), number);
      case TimeExpression.HalfYear(int number) -> half(first.getYear(), number);
      case Season(TimeExpression.SeasonName season) -> season(first.getYear(), season);
      case TimeExpression.WeekOfYear(int week) -> isoWeek(first.getYear(), week);
      case Weekday(DayOfWeek day, WeekdayChoice _) ->
          day(first.with(TemporalAdjusters.nextOrSame(day)));
      case TimeExpression.BareWeekend _ ->
          unitOf(Unit.WEEKEND, first.with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY)));
      case Within(TimeExpression inner, TimeExpression outer) -> {
        TimeRange between = within(outer, whole, range, depth + 1);
        yield between == null || depth > DEEPEST ? null : within(inner, outer, between, depth + 1);
      }
      case Portion(Place place, TimeExpression inner) -> {
        TimeRange of = depth > DEEPEST ? null : within(inner, whole, range, depth + 1);
        yield of == null ? null : portion(place, of);
      }
      case Ordinal ordinal -> {
        TimeRange of = depth > DEEPEST ? null : within(ordinal.whole(), whole, range, depth + 1);
        yield of == null ? null : nth(ordinal, of);
      }
      case Between(TimeExpression from, TimeExpression until) -> {
        TimeRange a = depth > DEEPEST ? null : within(from, whole, range, depth + 1);
        TimeRange b = depth > DEEPEST ? null : within(until, whole, range, depth + 1);
        yield a == null || b == null ? null : joined(a, b);
      }
      case Bound(BoundKind kind, TimeExpression of) -> {
        TimeRange inner = depth > DEEPEST ? null : within(of, whole, range, depth + 1);
        yield inner == null ? null : boundWithin(kind, inner, range);
      }
      default -> null;
    };
  }

  /** "Tonight at midnight" and the like stay on the day at which the part began. */
  private static LocalDate lastDayIfPartOfDay(TimeRange range) {
    return range.from().toLocalDate();
  }

  private static @Nullable DayPart partOf(TimeExpression whole) {
    return switch (whole) {
      case PartOfDay(DayPart part) -> part;
      case Within(TimeExpression part, TimeExpression _) -> partOf(part);
      default -> null;
    };
  }

  private static @Nullable TimeRange portion(Place place, TimeRange whole) {
    LocalDate from = whole.from().toLocalDate();
    LocalDate until = whole.until().toLocalDate();
    return switch (whole.grain()) {
      case MONTH ->
          switch (place) {
            case BEGINNING -> days(from, from.plusDays(10), Grain.SPAN);
            case MIDDLE -> days(from.plusDays(10), from.plusDays(20), Grain.SPAN);
            case END -> days(from.plusDays(20), until, Grain.SPAN);
          };
      case WEEK ->
          switch (place) {
            case BEGINNING -> days(from, from.plusDays(2), Grain.SPAN);
            case MIDDLE -> days(from.plusDays(2), from.plusDays(4), Grain.SPAN);
            case END -> days(from.plusDays(4), until, Grain.SPAN);
          };
      case QUARTER ->
          switch (place) {
            case BEGINNING -> month(YearMonth.from(from));
            case MIDDLE -> month(YearMonth.from(from).plusMonths(1));
            case END -> month(YearMonth.from(from).plusMonths(2));
          };
      case YEAR ->
          switch (place) {
            case BEGINNING -> days(from, from.plusMonths(3), Grain.SPAN);
            case MIDDLE -> days(from.plusMonths(4), from.plusMonths(8), Grain.SPAN);
            case END -> days(from.plusMonths(9), until, Grain.SPAN);
          };
      case DAY ->
          switch (place) {
            case BEGINNING -> part(from, DayPart.MORNING);
            case MIDDLE -> part(from, DayPart.NOON);
            case END -> part(from, DayPart.EVENING);
          };
      case MINUTE, PART_OF_DAY, WEEKEND, SPAN -> {
        long third = ChronoUnit.MINUTES.between(whole.from(), whole.until()) / 3;
        LocalDateTime a = whole.from().plusMinutes(third);
        LocalDateTime b = whole.from().plusMinutes(2 * third);
        yield switch (place) {
          case BEGINNING -> new TimeRange(whole.from(), a, Grain.SPAN);
          case MIDDLE -> new TimeRange(a, b, Grain.SPAN);
          case END -> new TimeRange(b, whole.until(), Grain.SPAN);
        };
      }
    };
  }

  private @Nullable TimeRange ordinal(Ordinal ordinal, int depth) {
    TimeRange whole = resolve(ordinal.whole(), depth + 1);
    return whole == null ? null : nth(ordinal, whole);
  }

  private static @Nullable TimeRange nth(Ordinal ordinal, TimeRange whole) {
    int position = ordinal.position();
    LocalDate first = whole.from().toLocalDate();
    LocalDate last = lastMoment(whole).toLocalDate();
    DayOfWeek weekday = ordinal.weekday();
    if (position == 0 || Math.abs(position) > 400) {
      return null;
    }
    TimeRange range =
        switch (ordinal.unit()) {
          case SECOND, MINUTE, HOUR, DECADE -> null;
          case DAY -> {
            if (weekday == null) {
              yield day(
                  position > 0 ? first.plusDays(position - 1L) : last.plusDays(position + 1L));
            }
            yield day(
                position > 0
                    ? first.with(TemporalAdjusters.nextOrSame(weekday)).plusWeeks(position - 1L)
                    : last.with(TemporalAdjusters.previousOrSame(weekday))
                        .plusWeeks(position + 1L));
          }
          case WEEKEND -> {
            LocalDate saturday =
                position > 0
                    ? first
                        .with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY))
                        .plusWeeks(position - 1L)
                    : last.with(TemporalAdjusters.previousOrSame(DayOfWeek.SATURDAY))
                        .plusWeeks(position + 1L);
            yield days(saturday, saturday.plusDays(2), Grain.WEEKEND);
          }
          case WEEK -> {
            LocalDate thursday =
                position > 0
                    ? first
                        .with(TemporalAdjusters.nextOrSame(DayOfWeek.THURSDAY))
                        .plusWeeks(position - 1L)
                    : last.with(TemporalAdjusters.previousOrSame(DayOfWeek.THURSDAY))
                        .plusWeeks(position + 1L);
            yield days(thursday.minusDays(3), thursday.plusDays(4), Grain.WEEK);
          }
          case MONTH ->
              month(
                  position > 0
                      ? YearMonth.from(first).plusMonths(position - 1L)
                      : YearMonth.from(last).plusMonths(position + 1L));
          case QUARTER -> {
            if (position > 4) {
              yield null;
            }
            yield quarter(first.getYear(), position > 0 ? position : 5 + position);
          }
          case YEAR -> {
            LocalDate date =
                position > 0 ? first.plusYears(position - 1L) : last.plusYears(position + 1L);
            yield unitOf(Unit.YEAR, date);
          }
        };
    if (range == null) {
      return null;
    }
    boolean inside = range.from().isBefore(whole.until()) && range.until().isAfter(whole.from());
    return inside ? range : null;
  }

  // From, until, before, after

  private @Nullable TimeRange between(Between between, int depth) {
    TimeRange from = resolve(between.from(), depth + 1);
    TimeRange until = resolve(between.until(), depth + 1);
    if (from == null || until == null) {
      return null;
    }
    if (until.until().isBefore(from.from()) || until.from().isBefore(from.from())) {
      TimeRange later = again(between.until(), from, until);
      if (later != null) {
        return joined(from, later);
      }
      TimeRange earlier = beforeThat(between.from(), until);
      if (earlier != null) {
        return joined(earlier, until);
      }
      return joined(until, from);
    }
    return joined(from, until);
  }

  /** The next time after {@code from} at which the same words are true. */
  private @Nullable TimeRange again(TimeExpression until, TimeRange from, TimeRange found) {
    return switch (until) {
      case Weekday(DayOfWeek day, WeekdayChoice _) ->
          day(from.from().toLocalDate().with(TemporalAdjusters.nextOrSame(day)));
      case CalendarDate date when date.year() == null && date.month() == null ->
          day(found.from().toLocalDate().plusMonths(1));
      case CalendarDate date when date.year() == null ->
          shift(found, found.from().plusYears(1), found.until().plusYears(1));
      case ClockTime clock when clock.reading() == HourReading.TWELVE_HOUR ->
          shift(found, found.from().plusHours(12), found.until().plusHours(12));
      case ClockTime _ -> shift(found, found.from().plusDays(1), found.until().plusDays(1));
      case Within(TimeExpression part, PartOfDay _) when isTimeOfDay(part) ->
          shift(found, found.from().plusDays(1), found.until().plusDays(1));
      case Within(TimeExpression part, Weekday(DayOfWeek _, WeekdayChoice choice))
          when isTimeOfDay(part) && choice == WeekdayChoice.BARE ->
          shift(found, found.from().plusWeeks(1), found.until().plusWeeks(1));
      default -> null;
    };
  }

  private static @Nullable TimeRange beforeThat(TimeExpression from, TimeRange until) {
    return switch (from) {
      case Weekday(DayOfWeek day, WeekdayChoice _) ->
          day(until.from().toLocalDate().with(TemporalAdjusters.previousOrSame(day)));
      default -> null;
    };
  }

  private static TimeRange shift(TimeRange range, LocalDateTime from, LocalDateTime until) {
    return new TimeRange(from, until, range.grain());
  }

  private static @Nullable TimeRange joined(TimeRange from, TimeRange until) {
    LocalDateTime end = until.grain() == Grain.MINUTE ? until.from() : until.until();
    if (end.isBefore(from.from())) {
      return null;
    }
    return new TimeRange(from.from(), end, Grain.SPAN);
  }

  private TimeRange bound(BoundKind kind, TimeExpression of, TimeRange range) {
    LocalDateTime dayStart = range.from().toLocalDate().atStartOfDay();
    if (isTimeOfDay(of)) {
      return boundWithin(kind, range, new TimeRange(dayStart, dayStart.plusDays(1), Grain.DAY));
    }
    LocalDateTime start = today.atStartOfDay();
    LocalDateTime endOfToday = start.plusDays(1);
    return switch (kind) {
      case BEFORE ->
          span(
              tense != Tense.PAST && range.from().isAfter(now) ? now : TimeRange.EARLIEST,
              range.from());
      case UNTIL ->
          span(
              tense != Tense.PAST && range.until().isAfter(now) ? now : TimeRange.EARLIEST,
              range.grain() == Grain.MINUTE ? range.from() : range.until());
      case AFTER ->
          span(
              range.until(),
              tense == Tense.PAST && range.until().isBefore(endOfToday)
                  ? endOfToday
                  : TimeRange.LATEST);
      case SINCE ->
          span(range.from(), range.from().isBefore(endOfToday) ? endOfToday : TimeRange.LATEST);
    };
  }

  private static boolean isTimeOfDay(TimeExpression of) {
    return switch (of) {
      case ClockTime _, PartOfDay _ -> true;
      case Within(TimeExpression part, TimeExpression _) -> isTimeOfDay(part);
      default -> false;
    };
  }

  private static TimeRange boundWithin(BoundKind kind, TimeRange of, TimeRange whole) {
    LocalDateTime end = of.grain() == Grain.MINUTE ? of.from() : of.until();
    return switch (kind) {
      case BEFORE -> span(whole.from(), of.from());
      case UNTIL -> span(whole.from(), end);
      case AFTER -> span(end, whole.until());
      case SINCE -> span(of.from(), whole.until());
    };
  }

  private static TimeRange span(LocalDateTime from, LocalDateTime until) {
    return new TimeRange(from, until.isBefore(from) ? from : until, Grain.SPAN);
  }
}
