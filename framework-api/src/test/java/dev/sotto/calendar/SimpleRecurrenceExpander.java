package dev.sotto.calendar;

import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Expands the everyday rules for tests: FREQ, INTERVAL, COUNT, UNTIL, BYDAY (weekly lists, monthly
 * with a number), EXDATE and RDATE. Anything else is refused.
 */
public final class SimpleRecurrenceExpander implements RecurrenceExpander {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");
  private static final int MOST_PERIODS = 30_000;

  @Override
  public List<EventTime> starts(
      EventDetails event, ZoneId personZone, Instant from, Instant until, int limit) {
    LocalDateTime first =
        switch (event.start()) {
          case EventTime.AllDay(LocalDate day) -> day.atStartOfDay();
          case EventTime.Timed(LocalDateTime time, ZoneId unused) -> time;
        };
    Set<LocalDateTime> starts = new java.util.TreeSet<>(Set.of(first));
    Set<LocalDateTime> exceptions = new HashSet<>();
    for (String line : event.recurrence()) {
      String value = line.substring(line.indexOf(':') + 1);
      if (line.startsWith("RRULE")) {
        starts.addAll(rule(value, event, first, personZone, until));
      } else if (line.startsWith("EXDATE")) {
        for (String time : value.split(",")) {
          exceptions.add(local(time, event, personZone));
        }
      } else if (line.startsWith("RDATE")) {
        for (String time : value.split(",")) {
          starts.add(local(time, event, personZone));
        }
      } else {
        throw new IllegalArgumentException("A rule that isn't simple");
      }
    }
    List<EventTime> found = new ArrayList<>();
    for (LocalDateTime start : starts) {
      EventTime time = at(event, start);
      Instant instant = time.instant(personZone);
      if (!exceptions.contains(start)
          && !instant.isBefore(from)
          && instant.isBefore(until)
          && found.size() < limit) {
        found.add(time);
      }
    }
    return found;
  }

  private static EventTime at(EventDetails event, LocalDateTime start) {
    return switch (event.start()) {
      case EventTime.AllDay unused -> new EventTime.AllDay(start.toLocalDate());
      case EventTime.Timed(LocalDateTime unused, ZoneId zone) -> new EventTime.Timed(start, zone);
    };
  }

  private static LocalDateTime local(String text, EventDetails event, ZoneId personZone) {
    if (text.length() == 8) {
      LocalDate day = LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
      LocalTime time =
          event.start() instanceof EventTime.Timed timed
              ? timed.time().toLocalTime()
              : LocalTime.MIDNIGHT;
      return day.atTime(time);
    }
    LocalDateTime time = LocalDateTime.parse(text.replace("Z", ""), TIME);
    if (!text.endsWith("Z")) {
      return time;
    }
    ZoneId zone = event.start() instanceof EventTime.Timed timed ? timed.zone() : personZone;
    return time.atZone(ZoneOffset.UTC).withZoneSameInstant(zone).toLocalDateTime();
  }

  private static List<LocalDateTime> rule(
      String rule, EventDetails event, LocalDateTime first, ZoneId zone, Instant until) {
    Map<String, String> parts = new HashMap<>();
    for (String part : rule.split(";")) {
      parts.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
    }
    int interval = Integer.parseInt(parts.getOrDefault("INTERVAL", "1"));
    int count = Integer.parseInt(parts.getOrDefault("COUNT", "1000000"));
    LocalDateTime last = LocalDateTime.ofInstant(until, zone).plusDays(2);
    if (parts.containsKey("UNTIL")) {
      LocalDateTime named = local(parts.get("UNTIL"), event, zone);
      last = named.isBefore(last) ? named : last;
    }
    List<LocalDateTime> starts = new ArrayList<>();
    for (int period = 0; period < MOST_PERIODS; period++) {
      List<LocalDateTime> within = period(parts, first, (long) period * interval);
      for (LocalDateTime start : within) {
        if (start.isBefore(first)) {
          continue;
        }
        if (start.isAfter(last) || starts.size() >= count) {
          return starts;
        }
        starts.add(start);
      }
    }
    return starts;
  }

  private static List<LocalDateTime> period(
      Map<String, String> parts, LocalDateTime first, long number) {
    String days = parts.get("BYDAY");
    return switch (parts.get("FREQ")) {
      case "DAILY" -> List.of(first.plusDays(number));
      case "WEEKLY" -> {
        if (days == null) {
          yield List.of(first.plusWeeks(number));
        }
        LocalDateTime monday =
            first.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).plusWeeks(number);
        yield java.util.Arrays.stream(days.split(","))
            .map(day -> monday.plusDays(weekday(day).getValue() - 1L))
            .sorted()
            .toList();
      }
      case "MONTHLY" -> {
        if (days == null) {
          LocalDate month = first.toLocalDate().withDayOfMonth(1).plusMonths(number);
          yield month.lengthOfMonth() < first.getDayOfMonth()
              ? List.of()
              : List.of(month.withDayOfMonth(first.getDayOfMonth()).atTime(first.toLocalTime()));
        }
        int nth = Integer.parseInt(days.substring(0, days.length() - 2));
        LocalDate month = first.toLocalDate().withDayOfMonth(1).plusMonths(number);
        LocalDate day =
            month.with(
                TemporalAdjusters.dayOfWeekInMonth(
                    nth, weekday(days.substring(days.length() - 2))));
        yield List.of(day.atTime(first.toLocalTime()));
      }
      case "YEARLY" -> {
        LocalDateTime day = first.plusYears(number);
        yield day.getDayOfMonth() == first.getDayOfMonth() ? List.of(day) : List.of();
      }
      default -> throw new IllegalArgumentException("A rule that isn't simple");
    };
  }

  private static DayOfWeek weekday(String letters) {
    return DayOfWeek.of(List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU").indexOf(letters) + 1);
  }
}
