package dev.sotto.calendar;

import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Computes when a recurring event takes place. Safe for all threads. */
public interface RecurrenceExpander {
  /**
   * Returns the starts of a recurring event within a time, oldest first: its rules and extra dates
   * without its exceptions. Occurrences that other records replace or cancel are among them:
   * whoever joins the records of an event takes them out.
   *
   * @param event an event with recurrence lines
   * @param personZone the zone in which whole days lie
   * @param from starts at or after this time
   * @param until starts before this time
   * @param limit at most this many; bounds the work for a rule without an end
   * @throws IllegalArgumentException if a recurrence line can't be read
   */
  List<EventTime> starts(
      EventDetails event, ZoneId personZone, Instant from, Instant until, int limit);
}
