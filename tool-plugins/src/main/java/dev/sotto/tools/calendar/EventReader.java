package dev.sotto.tools.calendar;

import dev.sotto.importing.ImportContext;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventDetails.Status;
import dev.sotto.record.EventTime;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.BoundedText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns a component into a record. For one thread. */
final class EventReader {
  private static final int MAX_TAGS = 100;
  private static final int MAX_TAG = 100;
  private static final int MAX_PLACE = 500;
  private static final int MAX_LINK = 2_000;
  private static final int MAX_INLINE_DESCRIPTION = 300;
  private static final int MAX_CHANGES_NAMED = 20;
  private static final Set<String> RECURRENCE = Set.of("RRULE", "RDATE", "EXDATE", "EXRULE");
  private static final Set<String> LINKS =
      Set.of("URL", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL");

  private static final Duration TIME_TRIED = Duration.ofDays(400);

  private final PeriodwiseRecurrenceExpander expander = new PeriodwiseRecurrenceExpander();
  private final ImportContext context;
  private final CalendarLimits limits;

  EventReader(ImportContext context, CalendarLimits limits) {
    this.context = context;
    this.limits = limits;
  }

  /** What a component holds. */
  sealed interface Outcome {
    /**
     * A record.
     *
     * @param content the record
     * @param omissions what could not be read of it, as clauses; may be empty
     */
    record Read(RecordContent content, List<String> omissions) implements Outcome {}

    /** Nothing that can be read, and why. */
    record Unreadable(String reason) implements Outcome {}
  }

  /**
   * What the rest of the source says about an event.
   *
   * @param status its latest status, where another component than this one tells it
   * @param sequence how often it was revised
   * @param changed original times of occurrences that other records replace
   * @param cancelled original times of occurrences that are cancelled
   */
  record Surroundings(
      Optional<Status> status,
      int sequence,
      List<ContentLine> changed,
      List<ContentLine> cancelled) {}

  Outcome read(
      Component component, CalendarZones zones, Surroundings surroundings, String location) {
    return switch (component.name()) {
      case "VEVENT" -> event(component, zones, surroundings, location);
      case "VTODO" -> toDo(component, zones, location);
      default -> journal(component, zones, location);
    };
  }

  private Outcome event(
      Component component, CalendarZones zones, Surroundings surroundings, String location) {
    List<String> omissions = omissions(component);
    Optional<ContentLine> startLine = component.first("DTSTART");
    Optional<EventTime> found = startLine.flatMap(zones::time);
    if (found.isEmpty()) {
      return new Outcome.Unreadable(
          startLine.isEmpty()
              ? "The event has no DTSTART, so nobody knows when it takes place. Correct it in the"
                  + " calendar program, export again and sync."
              : "The DTSTART of the event is no date and no time. Correct it in the calendar"
                  + " program, export again and sync.");
    }
    if (zones.isUnknown(startLine.get())) {
      omissions.add("its time zone is unknown, so its times are taken in yours");
    }
    EventTime start = found.get();
    EventTime end = end(component, zones, start);
    if (isMarkedAllDay(component, start, end)) {
      LocalDate first = wall(start).toLocalDate();
      LocalDate last = wall(end).toLocalDate();
      start = new EventTime.AllDay(first);
      end = new EventTime.AllDay(last.isAfter(first) ? last : first.plusDays(1));
    }
    List<String> recurrence = recurrence(component, start, omissions);
    Optional<ContentLine> recurrenceLine = component.first("RECURRENCE-ID");
    EventDetails read =
        new EventDetails(
            component.text("UID"),
            recurrenceLine.flatMap(zones::time),
            start,
            end,
            surroundings.status().orElseGet(() -> status(component)),
            surroundings.sequence(),
            Revision.instant(
                component,
                "LAST-MODIFIED",
                Revision.instant(component, "DTSTAMP", start.instant(context.zone()))),
            recurrenceLine.isPresent() ? List.of() : recurrence,
            BoundedText.of(oneLine(component.text("LOCATION")), MAX_PLACE));
    List<String> repetition = repetition(read, omissions);
    EventDetails details = repetition.isEmpty() ? once(read) : read;
    Guests guests = new Guests(component, context, limits.maxParticipants());
    if (!guests.isComplete()) {
      omissions.add("more than " + limits.maxParticipants() + " guests");
    }
    List<String> lines = new ArrayList<>();
    String description = PlainDescription.of(description(component));
    boolean inline =
        description.length() <= MAX_INLINE_DESCRIPTION && description.indexOf('\n') < 0;
    lines.add(sentences(when(details), details.place(), inline ? description : ""));
    switch (details.status()) {
      case CANCELLED -> lines.add("Cancelled.");
      case TENTATIVE -> lines.add("Tentative.");
      case CONFIRMED -> {}
    }
    there(details).ifPresent(lines::add);
    recurrenceLine.ifPresent(line -> replaced(line, details, lines, omissions));
    lines.addAll(repetition);
    if (recurrenceLine.isEmpty()
        && !details.isRecurring()
        && component.first("RRULE").isPresent()) {
      lines.add("Repeats by a rule that can't be computed.");
    }
    occurrences("Cancelled on ", surroundings.cancelled(), zones).ifPresent(lines::add);
    occurrences("Different on ", surroundings.changed(), zones).ifPresent(lines::add);
    lines.addAll(guests.sentences());
    lines.addAll(links(component));
    if (!inline) {
      lines.add("");
      lines.add(description);
    }
    Integrity integrity =
        guests.isInvitedByAnother() || isInvitation(component) ? Integrity.EXTERNAL : Integrity.OWN;
    return new Outcome.Read(
        new RecordContent(
            RecordKind.EVENT,
            title(component),
            start.instant(context.zone()),
            guests.participants(),
            details.uid(),
            String.join("\n", lines).strip(),
            new Labels(integrity, confidentiality(component)),
            location,
            tags(component),
            details),
        omissions);
  }

  private Outcome toDo(Component component, CalendarZones zones, String location) {
    Optional<EventTime> due = component.first("DUE").flatMap(zones::time);
    Optional<EventTime> start = component.first("DTSTART").flatMap(zones::time);
    if (due.isEmpty() && start.isPresent()) {
      due =
          component
              .first("DURATION")
              .flatMap(line -> TimeValue.duration(line.value()))
              .map(length -> length.after(start.get()));
    }
    Optional<EventTime> done = component.first("COMPLETED").flatMap(zones::time);
    String head =
        due.map(time -> "To do, due " + moment(time))
            .or(() -> start.map(time -> "To do from " + moment(time)))
            .orElse("To do");
    List<String> lines = new ArrayList<>();
    lines.add(
        sentences(
            head,
            oneLine(component.text("LOCATION")),
            PlainDescription.of(description(component))));
    switch (component.keyword("STATUS")) {
      case "COMPLETED" ->
          lines.add(done.map(time -> "Done on " + moment(time) + ".").orElse("Done."));
      case "CANCELLED" -> lines.add("Cancelled.");
      case "IN-PROCESS" -> lines.add("Begun.");
      default -> done.ifPresent(time -> lines.add("Done on " + moment(time) + "."));
    }
    List<String> omissions = omissions(component);
    Optional<EventTime> first = start.or(() -> component.first("DUE").flatMap(zones::time));
    if (first.isPresent()) {
      lines.addAll(repetition(component, first.get(), omissions));
    }
    lines.addAll(links(component));
    return note(component, due.or(() -> start), lines, omissions, location);
  }

  private List<String> repetition(Component component, EventTime first, List<String> omissions) {
    EventDetails details =
        new EventDetails(
            "",
            Optional.empty(),
            first,
            first,
            Status.CONFIRMED,
            0,
            Instant.EPOCH,
            recurrence(component, first, omissions),
            "");
    return repetition(details, omissions);
  }

  /** Returns how an event repeats; empty if it does not, or not in a way that can be computed. */
  private List<String> repetition(EventDetails details, List<String> omissions) {
    if (!details.isRecurring()) {
      return List.of();
    }
    try {
      List<String> sentences = new Repetition(details, context.zone()).sentences();
      Instant start = details.start().instant(context.zone());
      expander.starts(details, context.zone(), start, start.plus(TIME_TRIED), 2);
      return sentences;
    } catch (IllegalArgumentException e) {
      omissions.add("its repetition, which takes too long to compute");
      return List.of();
    }
  }

  private Outcome journal(Component component, CalendarZones zones, String location) {
    List<String> lines = new ArrayList<>();
    for (ContentLine line : component.all("DESCRIPTION")) {
      lines.add(PlainDescription.of(line.text()));
    }
    if (component.keyword("STATUS").equals("CANCELLED")) {
      lines.add("Cancelled.");
    }
    return note(
        component,
        component.first("DTSTART").flatMap(zones::time),
        lines,
        omissions(component),
        location);
  }

  private Outcome note(
      Component component,
      Optional<EventTime> time,
      List<String> lines,
      List<String> omissions,
      String location) {
    Guests guests = new Guests(component, context, limits.maxParticipants());
    lines.addAll(guests.sentences());
    String text = String.join("\n", lines).strip();
    String title = title(component);
    if (text.isEmpty() && title.isEmpty()) {
      return new Outcome.Unreadable(
          "The entry has neither a summary nor a description. Delete it in the calendar program.");
    }
    Integrity integrity = guests.isInvitedByAnother() ? Integrity.EXTERNAL : Integrity.OWN;
    return new Outcome.Read(
        new RecordContent(
            RecordKind.NOTE,
            title,
            time.map(found -> found.instant(context.zone()))
                .orElseGet(() ->
                    Revision.instant(
                        component,
                        "LAST-MODIFIED",
                        Revision.instant(component, "DTSTAMP", Instant.EPOCH))),
            guests.participants(),
            component.text("UID"),
            text,
            new Labels(integrity, confidentiality(component)),
            location,
            tags(component),
            RecordDetails.NONE),
        omissions);
  }

  private EventTime end(Component component, CalendarZones zones, EventTime start) {
    Optional<EventTime> end =
        component
            .first("DTEND")
            .flatMap(zones::time)
            .or(() ->
                component
                    .first("DURATION")
                    .flatMap(line -> TimeValue.duration(line.value()))
                    .map(length -> length.after(start)));
    return switch (start) {
      case EventTime.AllDay first -> {
        LocalDate last =
            switch (end.orElse(start)) {
              case EventTime.AllDay day -> day.day();
              case EventTime.Timed timed -> timed.time().toLocalDate();
            };
        yield new EventTime.AllDay(last.isAfter(first.day()) ? last : first.day().plusDays(1));
      }
      case EventTime.Timed first -> {
        EventTime last =
            switch (end.orElse(start)) {
              case EventTime.AllDay day ->
                  new EventTime.Timed(day.day().atStartOfDay(), first.zone());
              case EventTime.Timed timed -> timed;
            };
        yield last.instant(context.zone()).isBefore(first.instant(context.zone())) ? first : last;
      }
    };
  }

  private void replaced(
      ContentLine line, EventDetails details, List<String> lines, List<String> omissions) {
    if (details.recurrenceId().isEmpty()) {
      omissions.add("the RECURRENCE-ID is no date and no time");
      return;
    }
    EventTime original = details.recurrenceId().get();
    if (line.has("RANGE", "THISANDFUTURE")) {
      lines.add("This and all later occurrences change from " + moment(original) + " on.");
      omissions.add(
          "the change holds for all later occurrences too, of which only this one is computed");
    } else {
      lines.add("Instead of " + moment(original) + ".");
    }
  }

  private Optional<String> occurrences(
      String words, List<ContentLine> originals, CalendarZones zones) {
    List<String> days =
        originals.stream()
            .flatMap(line -> zones.time(line).stream())
            .map(time -> time.local(context.zone()).toLocalDate())
            .distinct()
            .sorted()
            .limit(MAX_CHANGES_NAMED)
            .map(EnglishDates::day)
            .toList();
    return days.isEmpty() ? Optional.empty() : Optional.of(words + EnglishDates.list(days) + ".");
  }

  private String when(EventDetails details) {
    return switch (details.start()) {
      case EventTime.AllDay first -> {
        LocalDate last = wall(details.end()).toLocalDate().minusDays(1);
        yield last.isAfter(first.day())
            ? "All day, "
                + EnglishDates.day(first.day())
                + " to "
                + EnglishDates.day(last)
                + " ("
                + (ChronoUnit.DAYS.between(first.day(), last) + 1)
                + " days)"
            : "All day";
      }
      case EventTime.Timed first ->
          EnglishDates.span(first.local(context.zone()), details.end().local(context.zone()));
    };
  }

  /** Returns what the clock shows at the place, where the event's zone is another than here. */
  private Optional<String> there(EventDetails details) {
    if (!(details.start() instanceof EventTime.Timed start)
        || !(details.end() instanceof EventTime.Timed end)) {
      return Optional.empty();
    }
    List<String> places = new ArrayList<>();
    if (isElsewhere(start)) {
      places.add("starts " + EnglishDates.time(start.time()) + " in " + start.zone().getId());
    }
    if (isElsewhere(end) && !details.end().equals(details.start())) {
      places.add("ends " + EnglishDates.time(end.time()) + " in " + end.zone().getId());
    }
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of("Local time there: " + EnglishDates.list(places) + ".");
  }

  private boolean isElsewhere(EventTime.Timed time) {
    return !(time.zone() instanceof ZoneOffset) && !time.local(context.zone()).equals(time.time());
  }

  private String moment(EventTime time) {
    ZoneId zone = context.zone();
    return switch (time) {
      case EventTime.AllDay day -> EnglishDates.weekday(day.day());
      case EventTime.Timed timed ->
          EnglishDates.weekday(timed.local(zone).toLocalDate())
              + ", "
              + EnglishDates.time(timed.local(zone));
    };
  }

  private static LocalDateTime wall(EventTime time) {
    return switch (time) {
      case EventTime.AllDay day -> day.day().atStartOfDay();
      case EventTime.Timed timed -> timed.time();
    };
  }

  private static boolean isMarkedAllDay(Component component, EventTime start, EventTime end) {
    return component.keyword("X-MICROSOFT-CDO-ALLDAYEVENT").equals("TRUE")
        && start instanceof EventTime.Timed from
        && end instanceof EventTime.Timed until
        && from.time().toLocalTime().toSecondOfDay() == 0
        && until.time().toLocalTime().toSecondOfDay() == 0;
  }

  private static EventDetails once(EventDetails details) {
    return new EventDetails(
        details.uid(),
        details.recurrenceId(),
        details.start(),
        details.end(),
        details.status(),
        details.sequence(),
        details.modified(),
        List.of(),
        details.place());
  }

  /** Returns the recurrence lines with which can be computed. */
  private List<String> recurrence(Component component, EventTime start, List<String> omissions) {
    List<String> lines = new ArrayList<>();
    int unreadable = 0;
    for (ContentLine line : component.lines()) {
      if (!RECURRENCE.contains(line.name())) {
        continue;
      }
      if (PeriodwiseRecurrenceExpander.isReadable(line.written(), start, context.zone())) {
        lines.add(line.written());
      } else {
        unreadable++;
      }
    }
    if (unreadable > 0) {
      omissions.add(
          unreadable
              + (unreadable == 1 ? " line" : " lines")
              + " of its repetition, with which nothing can be computed");
    }
    return lines;
  }

  private static List<String> omissions(Component component) {
    List<String> omissions = new ArrayList<>();
    if (component.unreadableLines() > 0) {
      omissions.add(
          component.unreadableLines()
              + (component.unreadableLines() == 1 ? " line that is" : " lines that are")
              + " not of the form NAME:VALUE");
    }
    if (component.omitted()) {
      omissions.add("what is longer or more than is read of one event");
    }
    return omissions;
  }

  static Status status(Component component) {
    if (component.method().equals("CANCEL")) {
      return Status.CANCELLED;
    }
    return switch (component.keyword("STATUS")) {
      case "CANCELLED", "CANCELED" -> Status.CANCELLED;
      case "TENTATIVE" -> Status.TENTATIVE;
      default -> Status.CONFIRMED;
    };
  }

  private static boolean isInvitation(Component component) {
    return !component.method().isEmpty() && !component.method().equals("PUBLISH");
  }

  private static Confidentiality confidentiality(Component component) {
    return switch (component.keyword("CLASS")) {
      case "PRIVATE", "CONFIDENTIAL" -> Confidentiality.SENSITIVE;
      default -> Confidentiality.PERSONAL;
    };
  }

  private static String description(Component component) {
    String description = component.text("DESCRIPTION");
    return description.isEmpty() ? component.text("COMMENT") : description;
  }

  private static List<String> links(Component component) {
    return component.lines().stream()
        .filter(line -> LINKS.contains(line.name()) && !line.value().isBlank())
        .map(line -> "Link: " + BoundedText.of(oneLine(line.value()), MAX_LINK))
        .distinct()
        .toList();
  }

  private static List<String> tags(Component component) {
    return component.all("CATEGORIES").stream()
        .flatMap(line -> line.texts().stream())
        .map(tag -> BoundedText.of(oneLine(tag), MAX_TAG))
        .distinct()
        .limit(MAX_TAGS)
        .toList();
  }

  private static String title(Component component) {
    return BoundedText.of(oneLine(component.text("SUMMARY")), BoundedText.MAX_TITLE);
  }

  private static String sentences(String time, String place, String description) {
    String head = place.isEmpty() ? time : time + ", " + place;
    if (description.isEmpty()) {
      return head.endsWith(".") ? head : head + ".";
    }
    return (head.endsWith(".") ? head : head + ".") + " " + description;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
