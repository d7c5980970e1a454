package dev.sotto.calendar;

import dev.sotto.record.ContactDetails;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.PersonalRecord;
import dev.sotto.time.EventTimes;
import dev.sotto.time.TimeRange;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events and birthdays of a person as they take place on the person's clock. Of records with
 * one UID the one with the highest SEQUENCE counts, then the one that was modified last (RFC 5545,
 * section 3.8.7.4); a record with a RECURRENCE-ID replaces that occurrence. Unchanging; safe for
 * all threads as far as the expander is.
 *
 * <p>It knows what the records say and nothing more: an event that was called off in a chat alone
 * still takes place here. Whole days never count as busy, for they are mostly trips, birthdays and
 * reminders; the interface names them beside free time.
 */
public final class Calendar {
  /** When a day of free time begins. */
  public static final LocalTime WAKING = LocalTime.of(8, 0);

  /** When a day of free time ends. */
  public static final LocalTime SLEEPING = LocalTime.of(22, 0);

  /** The shortest time between events that is worth naming as free. */
  public static final java.time.Duration SHORTEST_GAP = java.time.Duration.ofMinutes(30);

  private static final int MAX_OCCURRENCES = 20_000;
  private static final Comparator<Occurrence> BY_START =
      Comparator.comparing(Occurrence::from)
          .thenComparing(occurrence -> !occurrence.allDay())
          .thenComparing(Occurrence::until)
          .thenComparing(Occurrence::title);

  private final RecurrenceExpander expander;
  private final ZoneId zone;
  private final List<RecurringEvent> events;
  private final List<PersonalRecord> birthdays;

  /**
   * Creates a calendar.
   *
   * @param events records with {@link EventDetails}; others are left out
   * @param contacts records with {@link ContactDetails}; others are left out
   * @param expander computes the occurrences of recurring events
   * @param zone the person's time zone
   */
  public Calendar(
      List<PersonalRecord> events,
      List<PersonalRecord> contacts,
      RecurrenceExpander expander,
      ZoneId zone) {
    this.expander = expander;
    this.zone = zone;
    this.events = join(events);
    this.birthdays = contacts.stream().filter(Calendar::hasBirthday).toList();
  }

  private List<RecurringEvent> join(List<PersonalRecord> records) {
    Map<String, RecurringEvent> byUid = new LinkedHashMap<>();
    for (PersonalRecord record : records) {
      if (record.content().details() instanceof EventDetails details) {
        String uid = details.uid().isBlank() ? record.id().value() : details.uid();
        byUid
            .computeIfAbsent(uid, _ -> new RecurringEvent(uid, zone))
            .add(new RecurringEvent.Form(record, details));
      }
    }
    return List.copyOf(byUid.values());
  }

  private static boolean hasBirthday(PersonalRecord record) {
    return record.content().details() instanceof ContactDetails contact
        && contact.birthday().isPresent();
  }

  /** Returns the person's time zone. */
  public ZoneId zone() {
    return zone;
  }

  /** Returns whether there is neither an event nor a birthday. */
  public boolean isEmpty() {
    return events.isEmpty() && birthdays.isEmpty();
  }

  /**
   * Returns all occurrences of events of which any part lies between two times, oldest first, those
   * that don't take place among them.
   */
  public List<Occurrence> occurrences(LocalDateTime from, LocalDateTime until) {
    List<Occurrence> found = new ArrayList<>();
    for (RecurringEvent event : events) {
      found.addAll(occurrences(event, from, until));
    }
    found.sort(BY_START);
    return List.copyOf(found);
  }

  private List<Occurrence> occurrences(
      RecurringEvent event, LocalDateTime from, LocalDateTime until) {
    return event.occurrences(expander, from, until, MAX_OCCURRENCES).stream()
        .filter(occurrence -> occurrence.overlaps(from, until))
        .toList();
  }

  /** Returns the occurrences that take place, oldest first. */
  public List<Occurrence> plans(LocalDateTime from, LocalDateTime until) {
    return occurrences(from, until).stream().filter(Occurrence::takesPlace).toList();
  }

  /** Returns the birthdays of contacts between two times, as whole days, oldest first. */
  public List<Occurrence> birthdays(LocalDateTime from, LocalDateTime until) {
    List<Occurrence> found = new ArrayList<>();
    for (PersonalRecord record : birthdays) {
      ContactDetails contact = (ContactDetails) record.content().details();
      MonthDay day = contact.birthday().orElseThrow().day();
      int last = Math.min(until.getYear(), from.getYear() + 200);
      for (int year = from.getYear(); year <= last; year++) {
        LocalDate date = day.atYear(year);
        boolean born = contact.birthday().orElseThrow().year().orElse(year) <= year;
        Occurrence occurrence =
            new Occurrence(
                record.id().value(),
                record.content().title(),
                "",
                date.atStartOfDay(),
                date.plusDays(1).atStartOfDay(),
                true,
                Occurrence.State.PLANNED,
                Optional.empty(),
                List.of(record));
        if (born && occurrence.overlaps(from, until)) {
          found.add(occurrence);
        }
      }
    }
    found.sort(BY_START);
    return List.copyOf(found);
  }

  /**
   * Returns the free times between two times, at least {@link #SHORTEST_GAP} long: where no event
   * with a time of day takes place. A stretch longer than a day is cut to the hours from {@link
   * #WAKING} to {@link #SLEEPING} of each day, and so is a whole day.
   */
  public List<TimeRange> free(LocalDateTime from, LocalDateTime until) {
    List<Occurrence> busy =
        plans(from, until).stream().filter(occurrence -> !occurrence.allDay()).toList();
    List<TimeRange> gaps = new ArrayList<>();
    for (TimeRange stretch : wakingHours(from, until)) {
      LocalDateTime free = stretch.from();
      for (Occurrence occurrence : busy) {
        if (occurrence.from().isAfter(free)) {
          addGap(gaps, free, earlier(occurrence.from(), stretch.until()));
        }
        free = later(free, occurrence.until());
      }
      addGap(gaps, free, stretch.until());
    }
    return List.copyOf(gaps);
  }

  private static List<TimeRange> wakingHours(LocalDateTime from, LocalDateTime until) {
    if (ChronoUnit.HOURS.between(from, until) < 20) {
      return List.of(new TimeRange(from, until, TimeRange.Grain.SPAN));
    }
    List<TimeRange> days = new ArrayList<>();
    LocalDate day = from.toLocalDate();
    while (day.atStartOfDay().isBefore(until) && days.size() < 400) {
      LocalDateTime begin = later(day.atTime(WAKING), from);
      LocalDateTime end = earlier(day.atTime(SLEEPING), until);
      if (begin.isBefore(end)) {
        days.add(new TimeRange(begin, end, TimeRange.Grain.SPAN));
      }
      day = day.plusDays(1);
    }
    return days;
  }

  private static void addGap(List<TimeRange> gaps, LocalDateTime from, LocalDateTime until) {
    if (!from.plus(SHORTEST_GAP).isAfter(until)) {
      gaps.add(new TimeRange(from, until, TimeRange.Grain.SPAN));
    }
  }

  private static LocalDateTime earlier(LocalDateTime one, LocalDateTime other) {
    return one.isBefore(other) ? one : other;
  }

  private static LocalDateTime later(LocalDateTime one, LocalDateTime other) {
    return one.isAfter(other) ? one : other;
  }

  /** Returns the events that words name, empty where none fits well enough. */
  public NamedEvents named(String words) {
    return named(words, NamedEvents.Links.NONE);
  }

  /**
   * Returns the events that words name.
   *
   * @param words such as {@code the cat's worm pill}
   * @param links says of a word that no event holds whether it belongs to one that an event holds
   */
  public NamedEvents named(String words, NamedEvents.Links links) {
    return NamedEvents.of(this, events, words, links);
  }

  List<Occurrence> all(RecurringEvent event, LocalDateTime from, LocalDateTime until) {
    return occurrences(event, from, until);
  }

  /** Returns when events take place, as seen from a time. */
  public EventTimes times(LocalDateTime now) {
    return words ->
        named(words)
            .nearest(now)
            .map(occurrence ->
                new TimeRange(
                    occurrence.from(),
                    occurrence.until(),
                    occurrence.allDay() ? TimeRange.Grain.DAY : TimeRange.Grain.MINUTE));
  }

  static List<Occurrence> sorted(List<Occurrence> occurrences) {
    return occurrences.stream().sorted(BY_START).toList();
  }

  /** Returns when an event's time is on the person's clock. */
  static LocalDateTime local(EventTime time, ZoneId zone) {
    return time.local(zone);
  }

  @Override
  public String toString() {
    return "Calendar[" + events.size() + " events, " + birthdays.size() + " birthdays]";
  }
}
