package dev.sotto.time;

import java.util.Optional;

/** Knows when the person's events take place, for times such as "two weeks before the flight". */
@FunctionalInterface
public interface EventTimes {
  /** Knows no event. */
  EventTimes NONE = words -> Optional.empty();

  /**
   * Returns when the event takes place that these words name best: the next one, or the last one
   * where none is to come.
   *
   * @param words such as {@code the flight}, {@code moving day}
   */
  Optional<TimeRange> find(String words);
}
