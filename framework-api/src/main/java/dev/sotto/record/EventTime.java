package dev.sotto.record;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** When an event starts or ends: a day, or a time of day in a zone (RFC 5545, section 3.3.4-5). */
public sealed interface EventTime {
  /** Returns the instant; a day begins at midnight in the person's zone. */
  Instant instant(ZoneId personZone);

  /** Returns what the person's clock shows then. */
  LocalDateTime local(ZoneId personZone);

  /**
   * A whole day, wherever the person is.
   *
   * @param day the day
   */
  record AllDay(LocalDate day) implements EventTime {
    @Override
    public Instant instant(ZoneId personZone) {
      return day.atStartOfDay(personZone).toInstant();
    }

    @Override
    public LocalDateTime local(ZoneId personZone) {
      return day.atStartOfDay();
    }
  }

  /**
   * A time of day.
   *
   * @param time what the clock shows in {@code zone}
   * @param zone the event's own zone; an offset where its file names no zone that is known
   */
  record Timed(LocalDateTime time, ZoneId zone) implements EventTime {
    @Override
    public Instant instant(ZoneId personZone) {
      return time.atZone(zone).toInstant();
    }

    @Override
    public LocalDateTime local(ZoneId personZone) {
      return instant(personZone).atZone(personZone).toLocalDateTime();
    }
  }
}
