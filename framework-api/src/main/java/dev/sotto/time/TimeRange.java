package dev.sotto.time;

import java.time.LocalDateTime;

/**
 * A stretch of time on the person's clock.
 *
 * @param from its start, included
 * @param until its end, not included
 * @param grain how fine the words were that named it
 */
public record TimeRange(LocalDateTime from, LocalDateTime until, Grain grain) {
  /** The start of a time that is open to the past. */
  public static final LocalDateTime EARLIEST = LocalDateTime.of(1, 1, 1, 0, 0);

  /** The end of a time that is open to the future. */
  public static final LocalDateTime LATEST = LocalDateTime.of(9999, 12, 31, 0, 0);

  /** How fine a time was named. */
  public enum Grain {
    MINUTE,
    PART_OF_DAY,
    DAY,
    WEEKEND,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    /** From one named time to another, or open to one side. */
    SPAN
  }

  public TimeRange {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException("A time ends after it starts");
    }
  }
}
