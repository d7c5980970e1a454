package dev.sotto.calendar;

import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All records with one UID: the event itself, and occurrences of it that were changed. */
final class RecurringEvent {
  private static final Comparator<Form> BY_REVISION =
      Comparator.comparingInt((Form form) -> form.details.sequence())
          .thenComparing(form -> form.details.modified())
          .thenComparing(form -> form.record.id());

  private final String uid;
  private final ZoneId zone;
  private final Map<LocalDateTime, Form> changed = new LinkedHashMap<>();
  private @Nullable Form master;
  private volatile @Nullable Vocabulary vocabulary;

  /** A record of the event. */
  record Form(PersonalRecord record, EventDetails details) {
    @Override
    public String toString() {
      return "Form[" + record + "]";
    }
  }

  /**
   * The words by which the event is found.
   *
   * @param title words of its title
   * @param beside words of its people, place and tags
   * @param text words of its description, and of titles of changed occurrences
   */
  record Vocabulary(List<String> title, List<String> beside, List<String> text) {
    Vocabulary {
      title = List.copyOf(title);
      beside = List.copyOf(beside);
      text = List.copyOf(text);
    }

    @Override
    public String toString() {
      return "Vocabulary[" + title.size() + " words of the title]";
    }
  }

  RecurringEvent(String uid, ZoneId zone) {
    this.uid = uid;
    this.zone = zone;
  }

  void add(Form form) {
    Optional<EventTime> replaced = form.details.recurrenceId();
    if (replaced.isPresent()) {
      changed.merge(replaced.get().local(zone), form, RecurringEvent::newer);
    } else {
      master = master == null ? form : newer(master, form);
    }
  }

  private static Form newer(Form one, Form other) {
    return BY_REVISION.compare(one, other) >= 0 ? one : other;
  }

  /** Returns the records whose words name the event. */
  List<PersonalRecord> records() {
    List<PersonalRecord> records = new ArrayList<>();
    if (master != null) {
      records.add(master.record);
    }
    changed.values().forEach(form -> records.add(form.record));
    return records;
  }

  /** Returns the record of the event itself, or of a changed occurrence where that is all. */
  PersonalRecord telling() {
    return records().getFirst();
  }

  /** Returns the words by which the event is found. */
  Vocabulary vocabulary() {
    Vocabulary known = vocabulary;
    if (known == null) {
      known = readVocabulary();
      vocabulary = known;
    }
    return known;
  }

  private Vocabulary readVocabulary() {
    List<String> title = new ArrayList<>();
    List<String> beside = new ArrayList<>();
    List<String> text = new ArrayList<>();
    for (PersonalRecord record : records()) {
      RecordContent content = record.content();
      (record.equals(telling()) ? title : text).addAll(EventWords.findable(content.title()));
      content.tags().forEach(tag -> beside.addAll(EventWords.of(tag)));
      for (Participant participant : content.participants()) {
        beside.addAll(EventWords.ofName(participant.name()));
      }
      if (content.details() instanceof EventDetails details) {
        beside.addAll(EventWords.of(details.place()));
      }
      text.addAll(EventWords.of(content.text()));
    }
    return new Vocabulary(title, beside, text);
  }

  boolean isRecurring() {
    return master != null && master.details.isRecurring();
  }

  /** Returns occurrences that may overlap a time; more than those may be among them. */
  List<Occurrence> occurrences(
      RecurrenceExpander expander, LocalDateTime from, LocalDateTime until, int limit) {
    List<Occurrence> found = new ArrayList<>();
    Form event = master;
    boolean cancelled = event != null && event.details.status() == EventDetails.Status.CANCELLED;
    if (event != null) {
      for (EventTime start : starts(event.details, expander, from, until, limit, found)) {
        LocalDateTime local = start.local(zone);
        Form replacement = replacement(start);
        if (replacement == null) {
          found.add(plain(event, start, stateOf(event)));
        } else if (replacement.details.status() != EventDetails.Status.CANCELLED
            && !replacement.details.start().local(zone).equals(local)) {
          LocalDateTime moved = replacement.details.start().local(zone);
          found.add(
              occurrence(
                  event.record.content().title(),
                  event.details,
                  local,
                  end(event.details, start),
                  start instanceof EventTime.AllDay,
                  Occurrence.State.MOVED,
                  Optional.of(moved),
                  List.of(replacement.record, event.record)));
        }
      }
    }
    for (Map.Entry<LocalDateTime, Form> change : changed.entrySet()) {
      Form form = change.getValue();
      LocalDateTime local = form.details.start().local(zone);
      List<PersonalRecord> records =
          event == null ? List.of(form.record) : List.of(form.record, event.record);
      found.add(
          occurrence(
              form.record.content().title(),
              form.details,
              local,
              form.details.end().local(zone),
              form.details.start() instanceof EventTime.AllDay,
              cancelled ? Occurrence.State.CANCELLED : stateOf(form),
              local.equals(change.getKey()) ? Optional.empty() : Optional.of(change.getKey()),
              records));
    }
    return found;
  }

  private List<EventTime> starts(
      EventDetails event,
      RecurrenceExpander expander,
      LocalDateTime from,
      LocalDateTime until,
      int limit,
      List<Occurrence> excepted) {
    if (!event.isRecurring()) {
      return List.of(event.start());
    }
    Duration length = Duration.between(event.start().local(zone), event.end().local(zone));
    Instant first = from.minus(length).minusDays(1).atZone(zone).toInstant();
    Instant last = until.plusDays(1).atZone(zone).toInstant();
    try {
      List<EventTime> starts = expander.starts(event, zone, first, last, limit);
      Set<LocalDateTime> taking = new HashSet<>();
      starts.forEach(start -> taking.add(start.local(zone)));
      List<String> rules =
          event.recurrence().stream()
              .filter(line -> !line.toUpperCase(Locale.ROOT).startsWith("EXDATE"))
              .toList();
      if (rules.size() < event.recurrence().size() && !rules.isEmpty() && master != null) {
        for (EventTime start : expander.starts(with(event, rules), zone, first, last, limit)) {
          if (!taking.contains(start.local(zone)) && replacement(start) == null) {
            excepted.add(plain(master, start, Occurrence.State.EXCEPTED));
          }
        }
      }
      return starts;
    } catch (IllegalArgumentException unreadable) {
      return List.of(event.start());
    }
  }

  private static EventDetails with(EventDetails event, List<String> recurrence) {
    return new EventDetails(
        event.uid(),
        event.recurrenceId(),
        event.start(),
        event.end(),
        event.status(),
        event.sequence(),
        event.modified(),
        recurrence,
        event.place());
  }

  private @Nullable Form replacement(EventTime start) {
    return changed.get(start.local(zone));
  }

  private Occurrence plain(Form form, EventTime start, Occurrence.State state) {
    return occurrence(
        form.record.content().title(),
        form.details,
        start.local(zone),
        end(form.details, start),
        start instanceof EventTime.AllDay,
        state,
        Optional.empty(),
        List.of(form.record));
  }

  /**
   * Returns the end of an occurrence: days are counted as days, times as an exact length (RFC 5545,
   * section 3.8.5.3).
   */
  private LocalDateTime end(EventDetails event, EventTime start) {
    if (event.start() instanceof EventTime.AllDay(LocalDate first)
        && event.end() instanceof EventTime.AllDay(LocalDate last)
        && start instanceof EventTime.AllDay(LocalDate day)) {
      return day.plusDays(Math.max(1, last.toEpochDay() - first.toEpochDay())).atStartOfDay();
    }
    Duration length = Duration.between(event.start().instant(zone), event.end().instant(zone));
    return start.instant(zone).plus(length).atZone(zone).toLocalDateTime();
  }

  private Occurrence occurrence(
      String title,
      EventDetails details,
      LocalDateTime from,
      LocalDateTime until,
      boolean allDay,
      Occurrence.State state,
      Optional<LocalDateTime> elsewhen,
      List<PersonalRecord> records) {
    LocalDateTime end = allDay && !until.isAfter(from) ? from.plus(Period.ofDays(1)) : until;
    return new Occurrence(
        uid,
        title,
        details.place(),
        from,
        end.isBefore(from) ? from : end,
        allDay,
        state,
        elsewhen,
        records);
  }

  private static Occurrence.State stateOf(Form form) {
    return switch (form.details.status()) {
      case CONFIRMED ->
          CalledOff.of(form.record.content().title()).orElse(Occurrence.State.PLANNED);
      case TENTATIVE ->
          CalledOff.of(form.record.content().title()).orElse(Occurrence.State.TENTATIVE);
      case CANCELLED -> Occurrence.State.CANCELLED;
    };
  }

  @Override
  public String toString() {
    return "RecurringEvent[" + changed.size() + " changed]";
  }
}
