package dev.sotto.tools.calendar;

import dev.sotto.calendar.RecurrenceExpander;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Computes recurrences period by period. Rules are counted on the clock of the event's zone, so
 * that a weekly event at 09:30 stays at 09:30 when the clocks change; a time that the clocks skip
 * is the same instant as by the clock before the change, one that comes twice is the first of both
 * (RFC 5545, section 3.3.5). The event's own start is always its first occurrence. EXRULE (RFC
 * 2445) is honoured. For all threads.
 *
 * <p>The work is bounded: an absurd rule ends in an {@link IllegalArgumentException} that says so,
 * as an unreadable line does, and occurrences of a rule are looked for at most 500 years ahead.
 */
public final class PeriodwiseRecurrenceExpander implements RecurrenceExpander {
  private static final int YEARS_AHEAD = 500;
  private static final LocalDateTime EARLIEST = LocalDateTime.of(1, 1, 2, 0, 0);
  private static final LocalDateTime LATEST = LocalDateTime.of(9999, 12, 30, 0, 0);

  @Override
  public List<EventTime> starts(
      EventDetails event, ZoneId personZone, Instant from, Instant until, int limit) {
    if (limit < 1 || !from.isBefore(until)) {
      return List.of();
    }
    return new Expansion(event.start(), event.recurrence(), personZone, from, until).starts(limit);
  }

  /** Tells whether a recurrence line can be computed with. */
  static boolean isReadable(String line, EventTime start, ZoneId personZone) {
    try {
      Instant instant = start.instant(personZone);
      new Expansion(start, List.of(line), personZone, instant, instant);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What a recurrence line that adds or removes single times holds. */
  private record Dates(Set<Instant> instants, Set<LocalDate> days) {}

  private static final class Expansion {
    private final ZoneId personZone;
    private final EventTime start;
    private final boolean allDay;
    private final ZoneId zone;
    private final LocalDateTime localStart;
    private final Instant from;
    private final Instant until;
    private final List<RecurrenceRule> rules = new ArrayList<>();
    private final List<RecurrenceRule> exceptionRules = new ArrayList<>();
    private final List<EventTime> extra = new ArrayList<>();
    private final Dates exceptions = new Dates(new HashSet<>(), new HashSet<>());

    Expansion(EventTime start, List<String> lines, ZoneId personZone, Instant from, Instant until) {
      this.personZone = personZone;
      this.start = start;
      this.from = from;
      this.until = until;
      switch (start) {
        case EventTime.AllDay day -> {
          allDay = true;
          zone = personZone;
          localStart = day.day().atStartOfDay();
        }
        case EventTime.Timed timed -> {
          allDay = false;
          zone = timed.zone();
          localStart = timed.time();
        }
      }
      lines.forEach(this::read);
    }

    List<EventTime> starts(int limit) {
      NavigableMap<Instant, EventTime> found = new TreeMap<>();
      if (rules.isEmpty()) {
        keep(start, found);
      }
      for (EventTime time : extra) {
        keep(time, found);
      }
      Set<Instant> removed = new HashSet<>();
      for (RecurrenceRule rule : exceptionRules) {
        TreeMap<Instant, EventTime> times = new TreeMap<>();
        addRule(rule, times, Integer.MAX_VALUE, RuleOccurrences.Start.BY_RULE);
        removed.addAll(times.keySet());
      }
      removed.forEach(found::remove);
      for (RecurrenceRule rule : rules) {
        TreeMap<Instant, EventTime> times = new TreeMap<>();
        int enough = (int) Math.min(Integer.MAX_VALUE, (long) limit + removed.size());
        addRule(rule, times, enough, RuleOccurrences.Start.ALWAYS);
        removed.forEach(times::remove);
        found.putAll(times);
      }
      return found.values().stream().limit(limit).toList();
    }

    private void addRule(RecurrenceRule rule, NavigableMap<Instant, EventTime> found, int limit, RuleOccurrences.Start included) {
      LocalDateTime first = local(from, -1);
      LocalDateTime latest = (first.isBefore(localStart) ? localStart : first).plusYears(YEARS_AHEAD);
      LocalDateTime last = local(until, 1);
      last = last.isBefore(latest) ? last : latest;
      RuleOccurrences occurrences =
          new RuleOccurrences(rule, localStart, zone, first, last, included);
      while (found.size() < limit) {
        Optional<LocalDateTime> next = occurrences.next();
        if (next.isEmpty()) {
          return;
        }
        keep(
            allDay
                ? new EventTime.AllDay(next.get().toLocalDate())
                : new EventTime.Timed(next.get(), zone),
            found);
      }
    }

    private void keep(EventTime time, NavigableMap<Instant, EventTime> found) {
      Instant instant = time.instant(personZone);
      if (instant.isBefore(from) || !instant.isBefore(until)) {
        return;
      }
      if (exceptions.instants().contains(instant)
          || exceptions.days().contains(local(time).toLocalDate())) {
        return;
      }
      found.putIfAbsent(instant, time);
    }

    /** What the clock of the event's own zone shows. */
    private LocalDateTime local(EventTime time) {
      return switch (time) {
        case EventTime.AllDay day -> day.day().atStartOfDay();
        case EventTime.Timed timed -> timed.time();
      };
    }

    private LocalDateTime local(Instant instant, int days) {
      LocalDateTime local;
      try {
        local = LocalDateTime.ofInstant(instant, zone).plusDays(days);
      } catch (DateTimeException e) {
        local = instant.isBefore(Instant.EPOCH) ? EARLIEST : LATEST;
      }
      return local.isBefore(EARLIEST) ? EARLIEST : local.isAfter(LATEST) ? LATEST : local;
    }

    private void read(String written) {
      ContentLine line =
          ContentLine.parse(written)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "A recurrence line is no content line of RFC 5545, section 3.1"));
      switch (line.name()) {
        case "RRULE" -> rules.add(RecurrenceRule.parse(line.value()));
        case "EXRULE" -> exceptionRules.add(RecurrenceRule.parse(line.value()));
        case "RDATE" -> times(line, time -> extra.add(onClock(time)));
        case "EXDATE" -> times(line, this::except);
        default ->
            throw new IllegalArgumentException(
                "A recurrence line is RRULE, RDATE, EXDATE or EXRULE; found another one");
      }
    }

    private void times(ContentLine line, Consumer<EventTime> taker) {
      ZoneId lineZone = line.parameter("TZID").flatMap(ZoneNames::find).orElse(zone);
      for (String value : line.value().split(",", -1)) {
        if (value.isBlank()) {
          continue;
        }
        int slash = value.indexOf('/');
        EventTime time =
            TimeValue.parse(slash < 0 ? value : value.substring(0, slash), any -> lineZone)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "A value of " + line.name() + " is no day and no time"));
        taker.accept(allDay ? new EventTime.AllDay(local(time).toLocalDate()) : time);
      }
    }

    /** An extra time of a timed event that is a day alone takes the event's time of day. */
    private EventTime onClock(EventTime time) {
      return !allDay && time instanceof EventTime.AllDay day
          ? new EventTime.Timed(day.day().atTime(localStart.toLocalTime()), zone)
          : time;
    }

    private void except(EventTime time) {
      switch (time) {
        case EventTime.AllDay day -> exceptions.days().add(day.day());
        case EventTime.Timed timed ->
            exceptions.instants().add(timed.time().atZone(timed.zone()).toInstant());
      }
    }
  }
}
