package dev.sotto.tools.calendar;

import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.tools.calendar.RecurrenceRule.Day;
import dev.sotto.tools.calendar.RecurrenceRule.Until;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How an event repeats, in words that can be quoted. For any thread. */
final class Repetition {
  private static final int MAX_DAYS_NAMED = 12;
  private static final int MAX_COUNT_COMPUTED = 1_000;
  private static final Instant END_OF_TIME = Instant.parse("9998-12-31T00:00:00Z");
  private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final List<String> ORDINALS =
      List.of("", "first", "second", "third", "fourth", "fifth");

  private final PeriodwiseRecurrenceExpander expander = new PeriodwiseRecurrenceExpander();
  private final EventDetails event;
  private final ZoneId personZone;
  private final ZoneId zone;
  private final LocalDateTime start;

  Repetition(EventDetails event, ZoneId personZone) {
    this.event = event;
    this.personZone = personZone;
    this.zone = event.start() instanceof EventTime.Timed timed ? timed.zone() : personZone;
    this.start =
        switch (event.start()) {
          case EventTime.AllDay day -> day.day().atStartOfDay();
          case EventTime.Timed timed -> timed.time();
        };
  }

  /**
   * Returns sentences on the rules, the exceptions and the extra days.
   *
   * @throws IllegalArgumentException if a recurrence line can't be read
   */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    List<LocalDate> except = new ArrayList<>();
    List<LocalDate> also = new ArrayList<>();
    List<RecurrenceRule> rules = new ArrayList<>();
    List<String> written = new ArrayList<>();
    for (String text : event.recurrence()) {
      ContentLine line = ContentLine.parse(text).orElseThrow(IllegalArgumentException::new);
      switch (line.name()) {
        case "RRULE" -> {
          rules.add(RecurrenceRule.parse(line.value()));
          written.add(line.value().strip());
        }
        case "EXDATE" -> addDays(line, except);
        case "RDATE" -> addDays(line, also);
        default -> {}
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      boolean last = i == rules.size() - 1;
      sentences.add(
          "Repeats "
              + rule(rules.get(i), written.get(i))
              + (last && !except.isEmpty() ? ", not on " + days(except) : "")
              + ".");
    }
    if (!also.isEmpty()) {
      sentences.add("Also on " + days(also) + ".");
    }
    return sentences;
  }

  private void addDays(ContentLine line, List<LocalDate> days) {
    ZoneId lineZone = line.parameter("TZID").flatMap(ZoneNames::find).orElse(zone);
    for (String value : line.value().split(",", -1)) {
      int slash = value.indexOf('/');
      TimeValue.parse(slash < 0 ? value : value.substring(0, slash), time -> lineZone)
          .map(this::day)
          .ifPresent(days::add);
    }
  }

  private LocalDate day(EventTime time) {
    return switch (time) {
      case EventTime.AllDay day -> day.day();
      case EventTime.Timed timed ->
          event.start() instanceof EventTime.AllDay
              ? timed.time().toLocalDate()
              : timed.local(personZone).toLocalDate();
    };
  }

  private static String days(List<LocalDate> days) {
    List<String> words =
        days.stream()
            .distinct()
            .sorted()
            .limit(MAX_DAYS_NAMED)
            .map(EnglishDates::day)
            .collect(Collectors.toCollection(ArrayList::new));
    long more = days.stream().distinct().count() - words.size();
    if (more > 0) {
      words.add(more + (more == 1 ? " other day" : " other days"));
    }
    return EnglishDates.list(words);
  }

  private String rule(RecurrenceRule rule, String written) {
    return period(rule).orElse("by the rule " + written) + ending(rule);
  }

  private String ending(RecurrenceRule rule) {
    if (rule.until().isPresent()) {
      LocalDate day =
          switch (rule.until().get()) {
            case Until.OnDay end -> end.day();
            case Until.AtLocal end -> end.written().toLocalDate();
            case Until.AtInstant end ->
                event.start() instanceof EventTime.AllDay
                    ? end.written().toLocalDate()
                    : end.written()
                        .atZone(ZoneOffset.UTC)
                        .withZoneSameInstant(personZone)
                        .toLocalDate();
          };
      return " until " + EnglishDates.day(day);
    }
    if (rule.count().isEmpty()) {
      return "";
    }
    int count = rule.count().get();
    String times = count == 1 ? ", once" : ", " + count + " times";
    return count > MAX_COUNT_COMPUTED
        ? times
        : times + lastDay().map(day -> ", until " + EnglishDates.day(day)).orElse("");
  }

  private Optional<LocalDate> lastDay() {
    List<EventTime> all =
        expander.starts(
            event,
            personZone,
            event.start().instant(personZone),
            END_OF_TIME,
            MAX_COUNT_COMPUTED + 1);
    return all.isEmpty() || all.size() > MAX_COUNT_COMPUTED
        ? Optional.empty()
        : Optional.of(all.getLast().local(personZone).toLocalDate());
  }

  private Optional<String> period(RecurrenceRule rule) {
    boolean unusual =
        !rule.weeks().isEmpty()
            || !rule.yearDays().isEmpty()
            || !rule.hours().isEmpty()
            || !rule.minutes().isEmpty()
            || !rule.seconds().isEmpty()
            || (!rule.monthDays().isEmpty() && !rule.days().isEmpty());
    if (unusual) {
      return Optional.empty();
    }
    return switch (rule.frequency()) {
      case DAILY -> daily(rule);
      case WEEKLY -> weekly(rule);
      case MONTHLY -> monthly(rule);
      case YEARLY -> yearly(rule);
      case HOURLY -> plain(rule, "hour");
      case MINUTELY -> plain(rule, "minute");
      case SECONDLY -> plain(rule, "second");
    };
  }

  private static Optional<String> plain(RecurrenceRule rule, String unit) {
    boolean limited =
        !rule.days().isEmpty()
            || !rule.months().isEmpty()
            || !rule.monthDays().isEmpty()
            || !rule.positions().isEmpty();
    return limited ? Optional.empty() : Optional.of(every(rule.interval(), unit));
  }

  private static Optional<String> daily(RecurrenceRule rule) {
    if (rule.days().isEmpty()) {
      return plain(rule, "day");
    }
    return rule.interval() == 1 ? weekly(rule.days(), rule, 1) : Optional.empty();
  }

  private Optional<String> weekly(RecurrenceRule rule) {
    List<Day> days =
        rule.days().isEmpty() ? List.of(new Day(0, start.getDayOfWeek())) : rule.days();
    return weekly(days, rule, rule.interval());
  }

  private static Optional<String> weekly(List<Day> days, RecurrenceRule rule, int interval) {
    if (!rule.positions().isEmpty() || !rule.monthDays().isEmpty()) {
      return Optional.empty();
    }
    String named = weekdays(days);
    String words =
        interval > 1
            ? every(interval, "week") + " on " + named
            : isWorkdays(days) ? "every weekday (Monday to Friday)" : "every " + named;
    return Optional.of(words + inMonths(rule));
  }

  private Optional<String> monthly(RecurrenceRule rule) {
    return dayOfMonth(rule)
        .map(day -> every(rule.interval(), "month") + " on " + day + inMonths(rule));
  }

  private Optional<String> yearly(RecurrenceRule rule) {
    String every = every(rule.interval(), "year");
    if (rule.days().isEmpty() && rule.monthDays().isEmpty() && rule.months().size() <= 1) {
      Month month = rule.months().isEmpty() ? start.getMonth() : Month.of(rule.months().getFirst());
      return rule.positions().isEmpty()
          ? Optional.of(every + " on " + start.getDayOfMonth() + " " + name(month))
          : Optional.empty();
    }
    if (rule.months().isEmpty()) {
      return Optional.empty();
    }
    String months =
        EnglishDates.list(rule.months().stream().map(Month::of).map(Repetition::name).toList());
    if (rule.days().isEmpty() && rule.monthDays().stream().allMatch(day -> day > 0)) {
      List<Integer> days =
          rule.monthDays().isEmpty() ? List.of(start.getDayOfMonth()) : rule.monthDays();
      return rule.positions().isEmpty()
          ? Optional.of(
              every
                  + " on "
                  + EnglishDates.list(days.stream().map(String::valueOf).toList())
                  + " "
                  + months)
          : Optional.empty();
    }
    return dayOfMonth(rule).map(day -> every + " on " + day + " of " + months);
  }

  private Optional<String> dayOfMonth(RecurrenceRule rule) {
    if (rule.days().isEmpty()) {
      if (!rule.positions().isEmpty()) {
        return Optional.empty();
      }
      List<Integer> days =
          rule.monthDays().isEmpty() ? List.of(start.getDayOfMonth()) : rule.monthDays();
      return Optional.of(EnglishDates.list(days.stream().map(Repetition::monthDay).toList()));
    }
    if (rule.positions().size() == 1 && rule.days().stream().allMatch(day -> day.ordinal() == 0)) {
      String which = isWorkdays(rule.days()) ? "weekday" : either(rule.days());
      return ordinal(rule.positions().getFirst()).map(position -> "the " + position + " " + which);
    }
    if (!rule.positions().isEmpty()) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    for (Day day : rule.days()) {
      Optional<String> ordinal = day.ordinal() == 0 ? Optional.of("every") : ordinal(day.ordinal());
      if (ordinal.isEmpty()) {
        return Optional.empty();
      }
      words.add((day.ordinal() == 0 ? "" : "the ") + ordinal.get() + " " + name(day.day()));
    }
    return Optional.of(EnglishDates.list(words));
  }

  private static String monthDay(int day) {
    if (day == -1) {
      return "the last day";
    }
    return day > 0 ? "the " + numeral(day) : "the " + numeral(-day) + " day from the end";
  }

  private static String numeral(int number) {
    int tens = number % 100;
    String suffix =
        tens >= 11 && tens <= 13
            ? "th"
            : switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return number + suffix;
  }

  private static Optional<String> ordinal(int number) {
    if (number == -1) {
      return Optional.of("last");
    }
    if (number == -2) {
      return Optional.of("second to last");
    }
    return number > 0 && number < ORDINALS.size()
        ? Optional.of(ORDINALS.get(number))
        : Optional.empty();
  }

  private static String inMonths(RecurrenceRule rule) {
    if (rule.months().isEmpty()) {
      return "";
    }
    return " in "
        + EnglishDates.list(rule.months().stream().map(Month::of).map(Repetition::name).toList());
  }

  private static String every(int interval, String unit) {
    return interval == 1 ? "every " + unit : "every " + interval + " " + unit + "s";
  }

  private static boolean isWorkdays(List<Day> days) {
    return days.stream().allMatch(day -> day.ordinal() == 0)
        && days.stream().map(Day::day).collect(Collectors.toSet()).equals(WORKDAYS);
  }

  private static String weekdays(List<Day> days) {
    return EnglishDates.list(
        days.stream().map(Day::day).distinct().sorted().map(Repetition::name).toList());
  }

  private static String either(List<Day> days) {
    return days.stream()
        .map(Day::day)
        .distinct()
        .sorted()
        .map(Repetition::name)
        .collect(Collectors.joining(" or "));
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String name(Month month) {
    return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }
}
