package dev.sotto.tools.calendar;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Builds calendars and reads them. */
final class Calendars {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final ImportContext CONTEXT =
      new ImportContext(List.of("Mara Lindqvist"), List.of("mara@lindqvist.example"), BERLIN);

  private Calendars() {}

  /** Returns an event of this UID with these lines. */
  static String event(String uid, String lines) {
    return "BEGIN:VEVENT\nUID:"
        + uid
        + "\nDTSTAMP:20261101T080000Z\n"
        + lines.strip()
        + "\nEND:VEVENT\n";
  }

  static String calendar(String... components) {
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n"
        + String.join("", components)
        + "END:VCALENDAR\n";
  }

  static RecordingImportSink scan(Path path) throws IOException {
    return scan(path, CalendarLimits.DEFAULT, RecordingImportSink.empty());
  }

  static RecordingImportSink scan(Path path, CalendarLimits limits, RecordingImportSink sink)
      throws IOException {
    new CalendarImporter(limits).scan(path, CONTEXT, sink);
    return sink;
  }

  /** Reads what stands in a calendar, in a file named {@code in.ics}. */
  static RecordingImportSink scan(Path folder, String calendar) throws IOException {
    return scan(folder, calendar.getBytes(StandardCharsets.UTF_8));
  }

  static RecordingImportSink scan(Path folder, byte[] calendar) throws IOException {
    return scan(Files.write(folder.resolve("in.ics"), calendar));
  }

  /** Reads one event with these lines. */
  static RecordContent read(Path folder, String lines) throws IOException {
    RecordingImportSink sink = scan(folder, calendar(event("one@x.example", lines)));
    if (sink.accepted().size() != 1) {
      throw new AssertionError("Expected one record; problems: " + sink.problems());
    }
    return sink.accepted().values().iterator().next();
  }

  static EventDetails details(RecordContent content) {
    return (EventDetails) content.details();
  }

  /** Returns an event to expand. */
  static EventDetails recurring(EventTime start, String... recurrence) {
    return new EventDetails(
        "r@x.example",
        Optional.empty(),
        start,
        start,
        EventDetails.Status.CONFIRMED,
        0,
        Instant.EPOCH,
        List.of(recurrence),
        "");
  }
}
