package dev.sotto.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event of a calendar: a single one, the master of a recurring one, or one changed occurrence of
 * a recurring one (RFC 5545, section 3.6.1).
 *
 * @param uid what all forms of the event share
 * @param recurrenceId which occurrence of the recurring event this replaces: its original start
 * @param start its start
 * @param end its end, not included; equals {@code start} for a moment
 * @param status whether it takes place
 * @param sequence how often it was revised
 * @param modified when it was last revised: LAST-MODIFIED, else DTSTAMP
 * @param recurrence its RRULE, RDATE and EXDATE lines, unfolded, each as it stands in the file;
 *     empty for a single event
 * @param place where; may be empty
 */
public record EventDetails(
    String uid,
    Optional<EventTime> recurrenceId,
    EventTime start,
    EventTime end,
    Status status,
    int sequence,
    Instant modified,
    List<String> recurrence,
    String place)
    implements RecordDetails {
  /** Whether an event takes place. */
  public enum Status {
    CONFIRMED,
    TENTATIVE,
    CANCELLED
  }

  public EventDetails {
    recurrence = List.copyOf(recurrence);
  }

  /** Returns whether this stands for many occurrences. */
  public boolean isRecurring() {
    return !recurrence.isEmpty();
  }

  @Override
  public String toString() {
    return "EventDetails["
        + status
        + ", sequence "
        + sequence
        + ", "
        + recurrence.size()
        + " recurrence lines]";
  }
}
