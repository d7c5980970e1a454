package dev.sotto.tools.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calendars that were written, or damaged, to break a reader. The time limit stands for "ends at
 * all": a quadratic step would miss it by far.
 */
@Timeout(60)
final class HostileCalendarTest {
  private static final String BEFORE = Calendars.event("before", "DTSTART:20261124T100000");
  private static final String AFTER = Calendars.event("after", "DTSTART:20261125T100000");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DTSTART",
        "DTSTART:",
        "DTSTART:20260230T100000",
        "DTSTART:99999999T999999",
        "DTSTART;TZID=Europe/Berlin:Tuesday",
        "SUMMARY:No start"
      })
  void keepsTheEventsAroundABrokenOne(String line) throws IOException {
    RecordingImportSink sink =
        Calendars.scan(folder, Calendars.calendar(BEFORE, Calendars.event("bad", line), AFTER));

    assertThat(sink.records()).containsOnlyKeys("in.ics/before", "in.ics/after");
    assertThat(sink.problems()).containsOnlyKeys("in.ics/bad");
  }

  @Test
  void keepsTheEventsAroundOneWithoutAnEnd() throws IOException {
    String open = "BEGIN:VEVENT\nUID:open\nDTSTART:20261124T120000\nSUMMARY:Half\n";

    RecordingImportSink sink = Calendars.scan(folder, Calendars.calendar(BEFORE, open, AFTER));

    assertThat(sink.records()).containsOnlyKeys("in.ics/before", "in.ics/after");
    assertThat(sink.problems().get("in.ics/open")).contains("END line is missing");
  }

  @Test
  void keepsTheWholeEventsOfACutOffFileWhereverItIsCut() throws IOException {
    String whole = Calendars.calendar(BEFORE, AFTER);
    int second = whole.lastIndexOf("BEGIN:VEVENT");

    for (int end = second; end < whole.indexOf("END:VCALENDAR"); end++) {
      RecordingImportSink sink = Calendars.scan(folder, whole.substring(0, end));

      assertThat(sink.records()).as("cut at %s", end).containsKey("in.ics/before");
      assertThat(sink.problems()).as("cut at %s", end).containsKey("in.ics");
    }
    assertThat(Calendars.scan(folder, whole).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=SECONDLY;COUNT=2000000000;BYDAY=MO",
        "RRULE:FREQ=SECONDLY;BYSETPOS=2",
        "RRULE:FREQ=DAILY;COUNT=99999999999999",
        "RRULE:FREQ=DAILY;INTERVAL=-1",
        "RRULE:FREQ=DAILY;BYDAY=",
        "RRULE:FREQ=DAILY;FREQ=WEEKLY;FREQ=DAILY",
        "RRULE:nonsense",
        "RRULE:",
        "RDATE:x,y,z",
        "EXDATE;VALUE=DATE:99999999",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
      })
  @Timeout(10)
  void keepsAnEventThatRepeatsAbsurdly(String rule) throws IOException {
    RecordContent content = Calendars.read(folder, "DTSTART:19700101T000000\n" + rule);

    assertThat(content.text()).startsWith("00:00.");
  }

  @Test
  void saysThatARuleCannotBeComputed() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                Calendars.event("r", "DTSTART:20261124T100000\nRRULE:FREQ=SOMETIMES")));

    assertThat(sink.records().get("in.ics/r").text())
        .isEqualTo("10:00.\nRepeats by a rule that can't be computed.");
    assertThat(Calendars.details(sink.records().get("in.ics/r")).isRecurring()).isFalse();
    assertThat(sink.problems().get("in.ics/r")).contains("1 line of its repetition");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DESCRIPTION", "X-JUNK", "ATTACH;ENCODING=BASE64", "LOCATION", "URL"})
  void keepsAnEventWithALineOfManyMebibytes(String name) throws IOException {
    Path file = folder.resolve("in.ics");
    byte[] junk = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          ("BEGIN:VCALENDAR\n" + BEFORE + "BEGIN:VEVENT\nUID:long\nDTSTART:20261124T110000\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write((name + ":").getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 40; i++) {
        out.write(junk);
      }
      out.write(
          ("\nSUMMARY:Behind it\nEND:VEVENT\n" + AFTER + "END:VCALENDAR\n")
              .getBytes(StandardCharsets.US_ASCII));
    }

    RecordingImportSink sink = Calendars.scan(file);

    assertThat(sink.records()).containsOnlyKeys("in.ics/before", "in.ics/long", "in.ics/after");
    assertThat(sink.records().get("in.ics/long").title()).isEqualTo("Behind it");
    assertThat(sink.records().get("in.ics/long").text()).hasSizeLessThan(300_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n x", "\n\tx", "\r\n x", "\r x", "\n\n", "\r", "\r\r\n"})
  void readsEndlessFoldsInLinearTime(String fold) throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                BEFORE,
                Calendars.event("f", "DTSTART:20261124T110000\nSUMMARY:a" + fold.repeat(700_000)),
                AFTER));

    assertThat(sink.records()).containsOnlyKeys("in.ics/before", "in.ics/f", "in.ics/after");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ";A=b", ";A=\"", ";A=^", ",\"", "\\", "\\n", "^'", ":", ";", "=", "<br>", "<", "&amp;", "  "
      })
  void readsLinesOfRepeatedTokensInLinearTime(String token) throws IOException {
    String tokens = token.repeat(150_000 / token.length());

    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                Calendars.event(
                    "t",
                    "DTSTART:20261124T110000\nDESCRIPTION:<br>"
                        + tokens
                        + "\nATTENDEE;CN=x"
                        + tokens
                        + ":mailto:x@x.example\nATTENDEE:mailto:"
                        + tokens
                        + "\nCATEGORIES:"
                        + tokens
                        + "\nRRULE:FREQ=DAILY;"
                        + tokens
                        + "\nLOCATION:"
                        + tokens)));

    assertThat(sink.records()).containsOnlyKeys("in.ics/t");
  }

  @Test
  void boundsAnEventOfEndlessLines() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                Calendars.event("m", "DTSTART:20261124T110000\n" + "X-JUNK:y\n".repeat(400_000)),
                AFTER));

    assertThat(sink.records()).containsOnlyKeys("in.ics/m", "in.ics/after");
    assertThat(sink.problems()).containsOnlyKeys("in.ics/m");
  }

  @Test
  void readsNestedComponentsWithoutEnd() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                BEFORE,
                "BEGIN:VEVENT\nUID:n\nDTSTART:20261124T110000\n"
                    + "BEGIN:VALARM\nSUMMARY:Alarm\n".repeat(200_000)
                    + "END:VEVENT\n",
                AFTER));

    assertThat(sink.records()).containsOnlyKeys("in.ics/before", "in.ics/n", "in.ics/after");
    assertThat(sink.records().get("in.ics/n").title()).isEmpty();
  }

  @Test
  void stopsAtTheGreatestNumberOfEvents() throws IOException {
    CalendarLimits small = new CalendarLimits(1 << 20, 1_000, 10_000, 100, 50, 10);
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      events.append(Calendars.event("e" + i, "DTSTART:20261124T110000"));
    }
    Path file = Files.writeString(folder.resolve("in.ics"), Calendars.calendar(events.toString()));

    RecordingImportSink sink = Calendars.scan(file, small, RecordingImportSink.empty());

    assertThat(sink.accepted()).hasSize(50);
    assertThat(sink.problems().get("in.ics")).contains("more than the 50 events");
  }

  @Test
  void doesNotReadAFileThatIsTooLarge() throws IOException {
    CalendarLimits small = new CalendarLimits(100, 1_000, 10_000, 100, 50, 10);
    Files.writeString(folder.resolve("in.ics"), Calendars.calendar(BEFORE, AFTER));
    Files.writeString(folder.resolve("small.ics"), "BEGIN:VCALENDAR\nEND:VCALENDAR\n");

    RecordingImportSink sink = Calendars.scan(folder, small, RecordingImportSink.empty());

    assertThat(sink.accepted()).isEmpty();
    assertThat(sink.problems()).containsOnlyKeys("in.ics");
  }

  @Test
  void readsThousandsOfEvents() throws IOException {
    Path file = folder.resolve("in.ics");
    try (var out = Files.newBufferedWriter(file)) {
      out.write("BEGIN:VCALENDAR\n");
      for (int i = 0; i < 3_000; i++) {
        out.write(
            Calendars.event(
                "e" + i, "DTSTART:20261124T110000\nSUMMARY:Event\nRRULE:FREQ=WEEKLY;COUNT=10"));
      }
      out.write("END:VCALENDAR\n");
    }

    assertThat(Calendars.scan(file).accepted()).hasSize(3_000);
  }

  @Test
  void readsDamagedCopiesOfACalendarOrReportsThem() throws IOException {
    byte[] whole =
        Calendars.calendar(
                "BEGIN:VTIMEZONE\n"
                    + "TZID:Mine\n"
                    + "BEGIN:STANDARD\n"
                    + "DTSTART:19700101T000000\n"
                    + "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\n"
                    + "TZOFFSETFROM:+0200\n"
                    + "TZOFFSETTO:+0100\n"
                    + "END:STANDARD\n"
                    + "END:VTIMEZONE\n",
                Calendars.event(
                    "d",
                    "DTSTART;TZID=Mine:20261124T110000\n"
                        + "DURATION:PT1H\n"
                        + "SUMMARY:Grüße\n"
                        + "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=12\n"
                        + "EXDATE;TZID=Mine:20261225T110000\n"
                        + "ORGANIZER;CN=\"Ann\":mailto:ann@x.example\n"
                        + "CATEGORIES:a,b"),
                Calendars.event(
                    "d", "RECURRENCE-ID;TZID=Mine:20261127T110000\nDTSTART:20261128T110000"))
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(5_545);
    int read = 0;
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      for (int hit = 0; hit < 5; hit++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }

      RecordingImportSink sink = Calendars.scan(folder, damaged);

      assertThat(sink.accepted().size() + sink.problems().size()).isPositive();
      read += sink.accepted().size();
    }
    assertThat(read).isGreaterThan(500);
  }

  @Test
  void reportsWhatIsNoCalendar() throws IOException {
    Files.writeString(folder.resolve("text.ics"), "Dear all,\nsee you on Friday.\n");
    Files.write(folder.resolve("zero.ics"), new byte[5_000]);
    Files.write(folder.resolve("empty.ics"), new byte[0]);

    RecordingImportSink sink = Calendars.scan(folder);

    assertThat(sink.accepted()).isEmpty();
    assertThat(sink.problems()).containsOnlyKeys("text.ics", "zero.ics");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void opensNoPipeAndNoLink() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.ics");
    int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    Files.createSymbolicLink(folder.resolve("zero.ics"), Path.of("/dev/zero"));
    Files.writeString(folder.resolve("in.ics"), Calendars.calendar(BEFORE));

    RecordingImportSink sink = Calendars.scan(folder);

    assertThat(made).isZero();
    assertThat(sink.records()).containsOnlyKeys("in.ics/before");
    assertThat(sink.problems()).containsOnlyKeys("pipe.ics", "zero.ics");
  }

  @Test
  void bearsUidsThatLookLikePathsOrHaveNoEnd() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                Calendars.event("../../etc/passwd", "DTSTART:20261124T110000"),
                Calendars.event("u".repeat(100_000), "DTSTART:20261124T110000"),
                Calendars.event("\u202e\u0000x", "DTSTART:20261124T110000")));

    assertThat(sink.accepted()).hasSize(3);
    assertThat(sink.accepted().keySet())
        .allSatisfy(key -> assertThat(key.value()).startsWith("in.ics/"));
  }
}
