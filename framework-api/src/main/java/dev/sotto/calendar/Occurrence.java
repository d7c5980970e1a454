package dev.sotto.calendar;

import dev.sotto.record.PersonalRecord;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * One taking place of an event, on the person's clock.
 *
 * @param event what all occurrences of an event share: its UID
 * @param title what it is called
 * @param place where; may be empty
 * @param from its start
 * @param until its end, not included; equals {@code from} for a moment
 * @param allDay whether it is days rather than times of day
 * @param state whether it takes place
 * @param elsewhen the other time of an occurrence that was moved: the original start of one that
 *     takes place, the new start of one in state {@link State#MOVED}
 * @param records the records behind it, the most telling first
 */
public record Occurrence(
    String event,
    String title,
    String place,
    LocalDateTime from,
    LocalDateTime until,
    boolean allDay,
    State state,
    Optional<LocalDateTime> elsewhen,
    List<PersonalRecord> records) {
  /** Whether an occurrence takes place. */
  public enum State {
    PLANNED,
    TENTATIVE,
    /** Its record or its title says that it was cancelled. */
    CANCELLED,
    /** Its title says that it was put off. */
    POSTPONED,
    /** It is one of the exceptions of a recurring event. */
    EXCEPTED,
    /** It takes place at another time. */
    MOVED;

    /** Returns whether it takes place, as far as the calendar knows. */
    public boolean takesPlace() {
      return this == PLANNED || this == TENTATIVE;
    }
  }

  public Occurrence {
    records = List.copyOf(records);
  }

  /** Returns whether it takes place, as far as the calendar knows. */
  public boolean takesPlace() {
    return state.takesPlace();
  }

  /** Returns whether any of it lies between two times. */
  public boolean overlaps(LocalDateTime begin, LocalDateTime end) {
    return from.isBefore(end)
        && (until.isAfter(begin) || (until.equals(from) && !from.isBefore(begin)));
  }

  @Override
  public String toString() {
    return "Occurrence[" + state + ", " + records.size() + " records]";
  }
}
