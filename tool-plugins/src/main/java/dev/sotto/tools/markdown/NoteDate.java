package dev.sotto.tools.markdown;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the dates that people write into properties and file names of notes. */
final class NoteDate {
  private static final Pattern YEAR_FIRST =
      Pattern.compile(
          "(?<!\\d)(?<year>(?:19|20)\\d\\d)(?<separator>[-/._]?)(?<month>\\d\\d)\\k<separator>(?<day>\\d\\d)(?!\\d)");
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?<!\\d)(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>(?:19|20)\\d\\d)(?!\\d)");
  private static final Pattern TIME =
      Pattern.compile(
          "[T ]\\s*(?<hour>\\d{1,2}):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:[.,]\\d+)?)?"
              + "\\s*(?<offset>Z|[+-]\\d\\d(?::?\\d\\d)?)?.*");

  private NoteDate() {}

  /**
   * Returns the first date of a property's value, at its time of day or at the start of the day.
   */
  static Optional<Instant> of(String value, ZoneId zone) {
    for (Pattern pattern : new Pattern[] {YEAR_FIRST, DAY_FIRST}) {
      Matcher date = pattern.matcher(value);
      if (date.find()) {
        return day(date).flatMap(day -> at(day, value.substring(date.end()), zone));
      }
    }
    return Optional.empty();
  }

  /** Returns the start of the day that a file name names, as daily notes do. */
  static Optional<Instant> inFileName(String name, ZoneId zone) {
    Matcher date = YEAR_FIRST.matcher(name);
    return date.find()
        ? day(date).map(day -> day.atStartOfDay(zone).toInstant())
        : Optional.empty();
  }

  private static Optional<LocalDate> day(Matcher date) {
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(date.group("year")),
              Integer.parseInt(date.group("month")),
              Integer.parseInt(date.group("day"))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> at(LocalDate day, String rest, ZoneId zone) {
    Matcher time = TIME.matcher(rest);
    if (!time.matches()) {
      return Optional.of(day.atStartOfDay(zone).toInstant());
    }
    try {
      String second = time.group("second");
      LocalTime local =
          LocalTime.of(
              Integer.parseInt(time.group("hour")),
              Integer.parseInt(time.group("minute")),
              second == null ? 0 : Integer.parseInt(second));
      String offset = time.group("offset");
      ZoneId zoneOfTime = offset == null ? zone : ZoneOffset.of(offset);
      return Optional.of(day.atTime(local).atZone(zoneOfTime).toInstant());
    } catch (DateTimeException e) {
      return Optional.of(day.atStartOfDay(zone).toInstant());
    }
  }
}
