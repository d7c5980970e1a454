package dev.sotto.tools.calendar;

import java.time.LocalDateTime;
import java.time.ZoneId;

/** The time zone of a time that is written without one, which may depend on the time. */
@FunctionalInterface
interface ZoneOfTime {
  /** Returns the zone, or the offset at this time where no zone is known. */
  ZoneId at(LocalDateTime time);
}
