package dev.sotto.tools.calendar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A time zone as a calendar file spells it out (VTIMEZONE, RFC 5545, section 3.6.5). Where its
 * clock goes like that of a known zone in the years in question, it is that zone, so that events
 * recur rightly; else its offset at the time is computed from its rules. TZURL is never read.
 */
final class WrittenZone implements ZoneOfTime {
  private static final int YEARS_COMPARED = 3;
  private static final int MAX_OBSERVANCES = 400;
  private static final int DAYS_BETWEEN_SAMPLES = 7;

  private final List<Observance> observances;
  private final ZoneId personZone;
  private final Map<Integer, Optional<ZoneId>> byYear = new HashMap<>();

  /** From when on a zone has an offset, once or by a rule. */
  private record Observance(
      LocalDateTime start,
      ZoneOffset before,
      ZoneOffset after,
      Optional<RecurrenceRule> rule,
      List<LocalDateTime> dates) {
    /** Returns the last time it began, on the clock before, not after this time. */
    Optional<LocalDateTime> lastUntil(LocalDateTime time) {
      Optional<LocalDateTime> last =
          dates.stream().filter(date -> !date.isAfter(time)).max(LocalDateTime::compareTo);
      if (rule.isEmpty() || start.isAfter(time)) {
        return last;
      }
      LocalDateTime end =
          rule.get()
              .until()
              .map(until -> until.written().plusDays(1))
              .filter(until -> until.isBefore(time))
              .orElse(time);
      RuleOccurrences occurrences =
          new RuleOccurrences(rule.get(), start, before, end.minusYears(2), end.plusSeconds(1), RuleOccurrences.Start.ALWAYS);
      for (Optional<LocalDateTime> next = occurrences.next();
          next.isPresent();
          next = occurrences.next()) {
        if (last.isEmpty() || next.get().isAfter(last.get())) {
          last = next;
        }
      }
      return last;
    }
  }

  private WrittenZone(List<Observance> observances, ZoneId personZone) {
    this.observances = observances;
    this.personZone = personZone;
  }

  /** Reads a VTIMEZONE; empty if it says nothing that can be computed. */
  static Optional<WrittenZone> of(Component component, ZoneId personZone) {
    List<Observance> observances = new ArrayList<>();
    List<ContentLine> part = new ArrayList<>();
    boolean inside = false;
    for (ContentLine line : component.lines()) {
      boolean observance =
          line.value().strip().equalsIgnoreCase("STANDARD")
              || line.value().strip().equalsIgnoreCase("DAYLIGHT");
      if (line.name().equals("BEGIN") && observance) {
        inside = true;
        part.clear();
      } else if (line.name().equals("END") && observance) {
        inside = false;
        if (observances.size() < MAX_OBSERVANCES) {
          observance(part).ifPresent(observances::add);
        }
      } else if (inside) {
        part.add(line);
      }
    }
    return observances.isEmpty()
        ? Optional.empty()
        : Optional.of(new WrittenZone(List.copyOf(observances), personZone));
  }

  @Override
  public ZoneId at(LocalDateTime time) {
    return byYear.computeIfAbsent(time.getYear(), this::like).orElseGet(() -> offset(time));
  }

  private ZoneOffset offset(LocalDateTime time) {
    LocalDateTime latest = LocalDateTime.MIN;
    Optional<ZoneOffset> offset = Optional.empty();
    Observance first = observances.getFirst();
    for (Observance observance : observances) {
      Optional<LocalDateTime> begun = observance.lastUntil(time);
      if (begun.isPresent() && begun.get().isAfter(latest)) {
        latest = begun.get();
        offset = Optional.of(observance.after());
      }
      if (observance.start().isBefore(first.start())) {
        first = observance;
      }
    }
    return offset.orElse(first.before());
  }

  /** Returns the zone whose clock goes like this one from the start of a year on. */
  private Optional<ZoneId> like(int year) {
    List<LocalDateTime> samples = new ArrayList<>();
    List<ZoneOffset> offsets = new ArrayList<>();
    LocalDateTime end = LocalDateTime.of(year + YEARS_COMPARED, 1, 1, 12, 0);
    for (LocalDateTime time = LocalDateTime.of(year, 1, 1, 12, 0);
        time.isBefore(end);
        time = time.plusDays(DAYS_BETWEEN_SAMPLES)) {
      samples.add(time);
      offsets.add(offset(time));
    }
    if (goesLike(personZone, samples, offsets)) {
      return Optional.of(personZone);
    }
    if (offsets.stream().distinct().count() == 1) {
      return Optional.empty();
    }
    return ZoneNames.common().stream().filter(zone -> goesLike(zone, samples, offsets)).findFirst();
  }

  private static boolean goesLike(
      ZoneId zone, List<LocalDateTime> samples, List<ZoneOffset> offsets) {
    for (int i = 0; i < samples.size(); i++) {
      Instant instant = samples.get(i).toInstant(offsets.get(i));
      if (!zone.getRules().getOffset(instant).equals(offsets.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Observance> observance(List<ContentLine> lines) {
    Optional<LocalDateTime> start = Optional.empty();
    Optional<ZoneOffset> before = Optional.empty();
    Optional<ZoneOffset> after = Optional.empty();
    Optional<RecurrenceRule> rule = Optional.empty();
    List<LocalDateTime> dates = new ArrayList<>();
    for (ContentLine line : lines) {
      switch (line.name()) {
        case "DTSTART" -> start = local(line.value());
        case "TZOFFSETFROM" -> before = offsetOf(line.value());
        case "TZOFFSETTO" -> after = offsetOf(line.value());
        case "RRULE" -> {
          try {
            rule = Optional.of(RecurrenceRule.parse(line.value()));
          } catch (IllegalArgumentException e) {
            return Optional.empty();
          }
        }
        case "RDATE" -> {
          for (String value : line.value().split(",", -1)) {
            local(value).ifPresent(dates::add);
          }
        }
        default -> {}
      }
    }
    if (start.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    dates.add(start.get());
    boolean coarse = rule.isEmpty() || rule.get().frequency() == RecurrenceRule.Frequency.YEARLY;
    return coarse
        ? Optional.of(
            new Observance(start.get(), before.orElse(after.get()), after.get(), rule, dates))
        : Optional.empty();
  }

  private static Optional<LocalDateTime> local(String written) {
    return TimeValue.parse(written, time -> ZoneOffset.UTC)
        .map(time -> time.local(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS));
  }

  private static Optional<ZoneOffset> offsetOf(String written) {
    String value = written.strip();
    boolean negative = value.startsWith("-");
    String digits = value.replaceAll("[^0-9]", "");
    if (digits.length() != 4 && digits.length() != 6) {
      return Optional.empty();
    }
    try {
      int seconds =
          Integer.parseInt(digits.substring(0, 2)) * 3_600
              + Integer.parseInt(digits.substring(2, 4)) * 60
              + (digits.length() == 6 ? Integer.parseInt(digits.substring(4, 6)) : 0);
      return Optional.of(ZoneOffset.ofTotalSeconds(negative ? -seconds : seconds));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
