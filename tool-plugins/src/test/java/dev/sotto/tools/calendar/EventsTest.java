package dev.sotto.tools.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.Importer.Match;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventDetails.Status;
import dev.sotto.record.EventTime;
import dev.sotto.record.Integrity;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event, a to-do, a journal entry becomes. */
final class EventsTest {
  private static final ZoneId BERLIN = Calendars.BERLIN;

  @TempDir Path folder;

  @Test
  void readsAWholeEvent() throws IOException {
    RecordContent content =
        Calendars.read(
            folder,
            """
            DTSTART;TZID=Europe/Berlin:20260204T183000
            DTEND;TZID=Europe/Berlin:20260204T200000
            RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20261209T173000Z
            EXDATE;TZID=Europe/Berlin:20261125T183000
            SUMMARY:Mandarin class\\, A2.1
            LOCATION:VHS-Haus Barmbek\\, room 204
            DESCRIPTION:Bring the red folder.
            CATEGORIES:Mandarin,VHS\\, Barmbek
            ORGANIZER;CN="林雅芬":mailto:Lin@vhs-barmbek.example
            ATTENDEE;CN="Mara Lindqvist";PARTSTAT=ACCEPTED:mailto:mara@lindqvist.example
            ATTENDEE;CN=Bea Oduya;PARTSTAT=DECLINED:MAILTO:bea@oduya.example
            ATTENDEE;CUTYPE=ROOM;CN=Room 204:mailto:r204@vhs-barmbek.example
            SEQUENCE:3
            LAST-MODIFIED:20261119T162057Z
            """);

    assertThat(content.kind()).isEqualTo(RecordKind.EVENT);
    assertThat(content.title()).isEqualTo("Mandarin class, A2.1");
    assertThat(content.time()).isEqualTo(Instant.parse("2026-02-04T17:30:00Z"));
    assertThat(content.tags()).containsExactly("Mandarin", "VHS, Barmbek");
    assertThat(content.participants())
        .containsExactly(
            new Participant("林雅芬", "lin@vhs-barmbek.example", Participant.Role.AUTHOR),
            new Participant("Mara Lindqvist", "mara@lindqvist.example", Participant.Role.RECIPIENT),
            new Participant("Bea Oduya", "bea@oduya.example", Participant.Role.RECIPIENT));
    assertThat(content.text())
        .isEqualTo(
            """
            18:30-20:00, VHS-Haus Barmbek, room 204. Bring the red folder.
            Repeats every Wednesday until 9 December 2026, not on 25 November 2026.
            Organised by 林雅芬.
            With: Bea Oduya (declined).
            Room: Room 204.\
            """);
    assertThat(content.labels().integrity()).isEqualTo(Integrity.EXTERNAL);
    assertThat(content.location()).isEqualTo("in.ics <one@x.example>");
    assertThat(content.details())
        .isEqualTo(
            new EventDetails(
                "one@x.example",
                Optional.empty(),
                new EventTime.Timed(LocalDateTime.parse("2026-02-04T18:30"), BERLIN),
                new EventTime.Timed(LocalDateTime.parse("2026-02-04T20:00"), BERLIN),
                Status.CONFIRMED,
                3,
                Instant.parse("2026-11-19T16:20:57Z"),
                List.of(
                    "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20261209T173000Z",
                    "EXDATE;TZID=Europe/Berlin:20261125T183000"),
                "VHS-Haus Barmbek, room 204"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DTSTART:20261124T080000Z | DTEND:20261124T090000Z | 09:00-10:00.
          DTSTART:20261124T080000Z | DURATION:PT1H30M | 09:00-10:30.
          DTSTART:20261124T080000Z | X-NONE:1 | 09:00.
          DTSTART:20261124T080000Z | DTEND:20261124T070000Z | 09:00.
          DTSTART:20261124T220000Z | DTEND:20261125T010000Z | 23:00-02:00.
          DTSTART:20261124T080000 | DTEND:20261126T090000 | 08:00 on 24 November 2026 to 09:00 on 26 November 2026.
          DTSTART;VALUE=DATE:20261124 | X-NONE:1 | All day.
          DTSTART;VALUE=DATE:20261124 | DTEND;VALUE=DATE:20261124 | All day.
          DTSTART;VALUE=DATE:20261124 | DTEND;VALUE=DATE:20261127 | All day, 24 November 2026 to 26 November 2026 (3 days).
          DTSTART;VALUE=DATE:20261124 | DURATION:P2D | All day, 24 November 2026 to 25 November 2026 (2 days).
          DTSTART;VALUE=DATE:20261124 | DURATION:P1W | All day, 24 November 2026 to 30 November 2026 (7 days).
          DTSTART;TZID=Asia/Shanghai:20261124T180000 | DTEND;TZID=Asia/Shanghai:20261124T210000 | 11:00-14:00.+Local time there: starts 18:00 in Asia/Shanghai and ends 21:00 in Asia/Shanghai.
          """)
  void saysWhenItTakesPlace(String start, String end, String text) throws IOException {
    assertThat(Calendars.read(folder, start + "\n" + end).text())
        .isEqualTo(text.replace("+", "\n"));
  }

  @Test
  void lastsAcrossAChangeOfTheClocksAsLongAsItSays() throws IOException {
    EventDetails hours =
        Calendars.details(
            Calendars.read(folder, "DTSTART;TZID=Europe/Berlin:20261025T000000\nDURATION:PT24H"));
    EventDetails day =
        Calendars.details(
            Calendars.read(folder, "DTSTART;TZID=Europe/Berlin:20261025T000000\nDURATION:P1D"));

    assertThat(hours.end())
        .isEqualTo(new EventTime.Timed(LocalDateTime.parse("2026-10-25T23:00"), BERLIN));
    assertThat(day.end())
        .isEqualTo(new EventTime.Timed(LocalDateTime.parse("2026-10-26T00:00"), BERLIN));
  }

  @Test
  void takesTimesWithoutAZoneInThePersonsOwn() throws IOException {
    assertThat(Calendars.read(folder, "DTSTART:20261124T090000").time())
        .isEqualTo(Instant.parse("2026-11-24T08:00:00Z"));
  }

  @Test
  void keepsAnAllDayEventOnItsDay() throws IOException {
    EventDetails details =
        Calendars.details(
            Calendars.read(
                folder,
                """
                DTSTART;TZID=Europe/Berlin:20261124T000000
                DTEND;TZID=Europe/Berlin:20261125T000000
                X-MICROSOFT-CDO-ALLDAYEVENT:TRUE
                """));

    assertThat(details.start()).isEqualTo(new EventTime.AllDay(LocalDate.of(2026, 11, 24)));
    assertThat(details.end()).isEqualTo(new EventTime.AllDay(LocalDate.of(2026, 11, 25)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FREQ=DAILY                          | every day
          FREQ=DAILY;INTERVAL=3               | every 3 days
          FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR     | every weekday (Monday to Friday)
          FREQ=WEEKLY                         | every Tuesday
          FREQ=WEEKLY;BYDAY=WE,MO             | every Monday and Wednesday
          FREQ=WEEKLY;INTERVAL=2;BYDAY=TU     | every 2 weeks on Tuesday
          FREQ=WEEKLY;BYMONTH=6,7             | every Tuesday in June and July
          FREQ=MONTHLY                        | every month on the 24th
          FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1,22 | every 3 months on the 1st and the 22nd
          FREQ=MONTHLY;BYMONTHDAY=-1          | every month on the last day
          FREQ=MONTHLY;BYDAY=1SA              | every month on the first Saturday
          FREQ=MONTHLY;BYDAY=-1FR,2MO         | every month on the last Friday and the second Monday
          FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 | every month on the last weekday
          FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1 | every month on the first Saturday or Sunday
          FREQ=YEARLY                         | every year on 24 November
          FREQ=YEARLY;INTERVAL=2;BYMONTH=3    | every 2 years on 24 March
          FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3  | every year on 3 August
          FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU    | every year on the last Sunday of March
          FREQ=HOURLY;INTERVAL=8              | every 8 hours
          FREQ=DAILY;COUNT=3                  | every day, 3 times, until 26 November 2026
          FREQ=WEEKLY;UNTIL=20261208          | every Tuesday until 8 December 2026
          FREQ=WEEKLY;UNTIL=20261208T230000Z  | every Tuesday until 9 December 2026
          FREQ=YEARLY;BYYEARDAY=100           | by the rule FREQ=YEARLY;BYYEARDAY=100
          FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO    | by the rule FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO
          """)
  void saysHowItRepeats(String rule, String words) throws IOException {
    assertThat(
            Calendars.read(folder, "DTSTART;TZID=Europe/Berlin:20261124T090000\nRRULE:" + rule)
                .text())
        .isEqualTo("09:00.\nRepeats " + words + ".");
  }

  @Test
  void saysOnWhatDaysItAlsoTakesPlace() throws IOException {
    assertThat(
            Calendars.read(
                    folder,
                    """
                    DTSTART:20261124T090000
                    RDATE:20261125T090000,20261127T100000
                    EXDATE:20261125T090000
                    """)
                .text())
        .isEqualTo("09:00.\nAlso on 25 November 2026 and 27 November 2026.");
  }

  @Test
  void keepsChangedAndCancelledOccurrencesAsRecordsOfTheirOwn() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                Calendars.event(
                    "r", "DTSTART:20261107T110000\nRRULE:FREQ=MONTHLY;BYDAY=1SA\nSUMMARY:Café"),
                Calendars.event(
                    "r",
                    "RECURRENCE-ID:20261205T110000\nDTSTART:20261206T120000\nSUMMARY:Café, Sunday"),
                Calendars.event(
                    "r",
                    "RECURRENCE-ID:20270102T110000\nDTSTART:20270102T110000\nSUMMARY:Café\n"
                        + "STATUS:CANCELLED")));

    assertThat(sink.problems()).isEmpty();
    assertThat(sink.records())
        .containsOnlyKeys("in.ics/r", "in.ics/r/20261205T110000", "in.ics/r/20270102T110000");
    assertThat(sink.records().get("in.ics/r").text())
        .isEqualTo(
            """
            11:00.
            Repeats every month on the first Saturday.
            Cancelled on 2 January 2027.
            Different on 5 December 2026.\
            """);
    RecordContent moved = sink.records().get("in.ics/r/20261205T110000");
    assertThat(moved.text()).isEqualTo("12:00.\nInstead of Saturday 5 December 2026, 11:00.");
    assertThat(moved.thread()).isEqualTo("r");
    assertThat(Calendars.details(moved).recurrenceId())
        .contains(new EventTime.Timed(LocalDateTime.parse("2026-12-05T11:00"), BERLIN));
    assertThat(Calendars.details(sink.records().get("in.ics/r/20270102T110000")).status())
        .isEqualTo(Status.CANCELLED);
  }

  @Test
  void saysThatAChangeOfAllLaterOccurrencesIsNotComputed() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                Calendars.event("r", "DTSTART:20261107T110000\nRRULE:FREQ=WEEKLY"),
                Calendars.event(
                    "r",
                    "RECURRENCE-ID;RANGE=THISANDFUTURE:20261205T110000\nDTSTART:20261205T120000")));

    assertThat(sink.accepted()).hasSize(2);
    assertThat(sink.records().get("in.ics/r/20261205T110000").text())
        .contains("This and all later occurrences change from Saturday 5 December 2026, 11:00 on.");
    assertThat(sink.problems().get("in.ics/r/20261205T110000"))
        .contains("all later occurrences too, of which only this one is computed");
  }

  @Test
  void takesTheLatestStateWhereverItStands() throws IOException {
    Files.writeString(
        folder.resolve("a.ics"),
        Calendars.calendar(
            Calendars.event("m", "SEQUENCE:2\nDTSTART:20261125T100000\nSUMMARY:Second move"),
            Calendars.event("m", "SEQUENCE:1\nDTSTART:20261124T100000\nSUMMARY:First move"),
            Calendars.event("n", "SEQUENCE:0\nDTSTART:20261124T100000\nSUMMARY:Old")));
    Files.writeString(
        folder.resolve("b.ics"),
        Calendars.calendar(
            Calendars.event("m", "SEQUENCE:0\nDTSTART:20261123T100000\nSUMMARY:At first"),
            Calendars.event("n", "SEQUENCE:1\nDTSTART:20261130T100000\nSUMMARY:New")));

    RecordingImportSink sink = Calendars.scan(folder);

    assertThat(sink.records()).containsOnlyKeys("a.ics/m", "b.ics/n");
    assertThat(sink.records().get("a.ics/m").title()).isEqualTo("Second move");
    assertThat(sink.records().get("b.ics/n").title()).isEqualTo("New");
  }

  @Test
  void takesTheLaterStampOfTheSameSequence() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                "BEGIN:VEVENT\nUID:m\nDTSTAMP:20261102T080000Z\nDTSTART:20261125T100000\n"
                    + "SUMMARY:Later\nEND:VEVENT\n",
                "BEGIN:VEVENT\nUID:m\nDTSTAMP:20261101T080000Z\nDTSTART:20261124T100000\n"
                    + "SUMMARY:Earlier\nEND:VEVENT\n"));

    assertThat(sink.records().get("in.ics/m").title()).isEqualTo("Later");
  }

  @Test
  void keepsTheTextOfAnEventThatIsCancelledByAMessageWithoutIt() throws IOException {
    Files.writeString(
        folder.resolve("1.ics"),
        Calendars.calendar(
            Calendars.event(
                "m", "SEQUENCE:0\nDTSTART:20261124T100000\nSUMMARY:Dinner\nLOCATION:Roma")));
    Files.writeString(
        folder.resolve("2.ics"),
        Calendars.calendar("METHOD:CANCEL\n", Calendars.event("m", "SEQUENCE:1")));

    RecordingImportSink sink = Calendars.scan(folder);

    assertThat(sink.problems()).isEmpty();
    assertThat(sink.records()).containsOnlyKeys("1.ics/m");
    assertThat(sink.records().get("1.ics/m").text()).isEqualTo("10:00, Roma.\nCancelled.");
    assertThat(Calendars.details(sink.records().get("1.ics/m")).status())
        .isEqualTo(Status.CANCELLED);
    assertThat(Calendars.details(sink.records().get("1.ics/m")).sequence()).isEqualTo(1);
  }

  @Test
  void cancelsTheChangedOccurrencesOfAnEventThatIsCancelledLater() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                Calendars.event(
                    "r",
                    "SEQUENCE:2\nSTATUS:CANCELLED\nDTSTART:20261107T110000\nRRULE:FREQ=WEEKLY"),
                Calendars.event(
                    "r", "SEQUENCE:1\nRECURRENCE-ID:20261114T110000\nDTSTART:20261114T120000")));

    assertThat(sink.records().values())
        .hasSize(2)
        .allSatisfy(
            record -> assertThat(Calendars.details(record).status()).isEqualTo(Status.CANCELLED));
  }

  @Test
  void doesNotTakeAGuestsReplyForTheEvent() throws IOException {
    Files.writeString(
        folder.resolve("1.ics"),
        Calendars.calendar(
            Calendars.event("m", "SEQUENCE:0\nDTSTART:20261124T100000\nSUMMARY:Dinner")));
    Files.writeString(
        folder.resolve("2.ics"),
        Calendars.calendar(
            "METHOD:REPLY\n",
            Calendars.event("m", "SEQUENCE:5\nDTSTART:20261124T100000\nSUMMARY:Re: Dinner")));

    assertThat(Calendars.scan(folder).records().get("1.ics/m").title()).isEqualTo("Dinner");
  }

  @ParameterizedTest
  @CsvSource({
    "ORGANIZER:mailto:mara@lindqvist.example,                 OWN",
    "ORGANIZER:mailto:MARA@lindqvist.example,                 OWN",
    "ORGANIZER;CN=Mara Lindqvist:mailto:other@x.example,      EXTERNAL",
    "ORGANIZER;CN=Mara Lindqvist:invalid:nomail,              EXTERNAL",
    "ORGANIZER;CN=Nils:mailto:nils@x.example,                 EXTERNAL",
    "X-NONE:1,                                                OWN"
  })
  void countsAsOwnWhatNobodyElseInvitesTo(String organiser, Integrity integrity)
      throws IOException {
    assertThat(Calendars.read(folder, "DTSTART:20261124T100000\n" + organiser).labels().integrity())
        .isEqualTo(integrity);
  }

  @Test
  void countsAnInvitationWithoutAnOrganiserAsExternal() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                "METHOD:REQUEST\n", Calendars.event("m", "DTSTART:20261124T100000")));

    assertThat(sink.records().get("in.ics/m").labels().integrity()).isEqualTo(Integrity.EXTERNAL);
  }

  @ParameterizedTest
  @CsvSource({
    "CLASS:PRIVATE, SENSITIVE",
    "CLASS:CONFIDENTIAL, SENSITIVE",
    "CLASS:PUBLIC, PERSONAL",
    "X-NONE:1, PERSONAL"
  })
  void keepsPrivateEventsMoreConfidential(String line, Confidentiality confidentiality)
      throws IOException {
    assertThat(
            Calendars.read(folder, "DTSTART:20261124T100000\n" + line).labels().confidentiality())
        .isEqualTo(confidentiality);
  }

  @Test
  void readsToDosAndJournalEntriesAsNotes() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                "BEGIN:VTODO\n"
                    + "UID:t\n"
                    + "DTSTAMP:20261101T080000Z\n"
                    + "DUE;TZID=Europe/Berlin:20261130T180000\n"
                    + "SUMMARY:Tax return\n"
                    + "DESCRIPTION:Receipts are in the blue box.\n"
                    + "STATUS:NEEDS-ACTION\n"
                    + "END:VTODO\n",
                "BEGIN:VTODO\n"
                    + "UID:d\n"
                    + "DTSTAMP:20261101T080000Z\n"
                    + "DUE;VALUE=DATE:20261110\n"
                    + "SUMMARY:Call Nils\n"
                    + "STATUS:COMPLETED\n"
                    + "COMPLETED:20261109T170000Z\n"
                    + "END:VTODO\n",
                "BEGIN:VTODO\nUID:w\nDTSTART:20261109T190000\nRRULE:FREQ=WEEKLY\nSUMMARY:Bins\n"
                    + "END:VTODO\n",
                "BEGIN:VJOURNAL\n"
                    + "UID:j\n"
                    + "DTSTAMP:20261101T080000Z\n"
                    + "DTSTART;VALUE=DATE:20261110\n"
                    + "SUMMARY:First frost\n"
                    + "DESCRIPTION:Ice on the pond.\\nMinus three.\n"
                    + "END:VJOURNAL\n"));

    assertThat(sink.problems()).isEmpty();
    assertThat(sink.records().values())
        .allSatisfy(record -> {
          assertThat(record.kind()).isEqualTo(RecordKind.NOTE);
          assertThat(record.details()).isEqualTo(RecordDetails.NONE);
        });
    assertThat(sink.records().get("in.ics/t").text())
        .isEqualTo("To do, due Monday 30 November 2026, 18:00. Receipts are in the blue box.");
    assertThat(sink.records().get("in.ics/t").time())
        .isEqualTo(Instant.parse("2026-11-30T17:00:00Z"));
    assertThat(sink.records().get("in.ics/d").text())
        .isEqualTo("To do, due Tuesday 10 November 2026.\nDone on Monday 9 November 2026, 18:00.");
    assertThat(sink.records().get("in.ics/w").text())
        .isEqualTo("To do from Monday 9 November 2026, 19:00.\nRepeats every Monday.");
    assertThat(sink.records().get("in.ics/j").text()).isEqualTo("Ice on the pond.\nMinus three.");
  }

  @Test
  void unfoldsWithinACharacterAndDecodesEscapes() throws IOException {
    byte[] whole =
        Calendars.calendar(
                Calendars.event(
                    "u",
                    "DTSTART:20261124T100000\n"
                        + "SUMMARY:Gr\u00fc\u00dfe\n"
                        + "DESCRIPTION:a\\nb\\;c\\\\d\\,e"))
            .getBytes(StandardCharsets.UTF_8);
    int cut = indexOf(whole, "\u00fc".getBytes(StandardCharsets.UTF_8)) + 1;
    byte[] folded = new byte[whole.length + 3];
    System.arraycopy(whole, 0, folded, 0, cut);
    System.arraycopy("\r\n ".getBytes(StandardCharsets.US_ASCII), 0, folded, cut, 3);
    System.arraycopy(whole, cut, folded, cut + 3, whole.length - cut);

    RecordContent content = Calendars.scan(folder, folded).records().get("in.ics/u");

    assertThat(content.title()).isEqualTo("Gr\u00fc\u00dfe");
    assertThat(content.text()).isEqualTo("10:00.\n\na\nb;c\\d,e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8", "windows-1252"})
  void readsOtherEncodings(String charset) throws IOException {
    String text =
        Calendars.calendar(
            Calendars.event("u", "DTSTART:20261124T100000\nSUMMARY:Gr\u00fc\u00dfe"));
    boolean marked = charset.startsWith("UTF");

    RecordingImportSink sink =
        Calendars.scan(folder, ((marked ? "\ufeff" : "") + text).getBytes(charset));

    assertThat(sink.problems()).isEmpty();
    assertThat(sink.records().get("in.ics/u").title()).isEqualTo("Gr\u00fc\u00dfe");
  }

  @Test
  void takesTheTextOutOfHtml() throws IOException {
    assertThat(
            Calendars.read(
                    folder,
                    "DTSTART:20261124T100000\nDESCRIPTION:<p>Bring <b>lamps</b> &amp\\; cake.</p>"
                        + "<a href=\"https://x.example\">Map</a>")
                .text())
        .isEqualTo("10:00.\n\nBring lamps & cake.\nMap");
    assertThat(
            Calendars.read(folder, "DTSTART:20261124T100000\nDESCRIPTION:if a < b and c > d")
                .text())
        .isEqualTo("10:00. if a < b and c > d");
  }

  @Test
  void givesEachOfSeveralEventsWithoutAUidItsOwnKey() throws IOException {
    String event = "BEGIN:VEVENT\nDTSTART:20261124T100000\nSUMMARY:Same\nEND:VEVENT\n";

    RecordingImportSink sink = Calendars.scan(folder, Calendars.calendar(event, event));

    assertThat(sink.accepted()).hasSize(2);
  }

  @Test
  void doesNotReadAnEventAgainThatWasOnlyExportedAgain() throws IOException {
    String stamped =
        Calendars.calendar(
            Calendars.event(
                "m", "DTSTART:20261124T100000\nLAST-MODIFIED:20261101T000000Z\nSUMMARY:Same"),
            Calendars.event("o", "DTSTART:20261124T100000\nSUMMARY:Other"));
    Path file = Files.writeString(folder.resolve("in.ics"), stamped);
    RecordingImportSink first = Calendars.scan(file);

    Files.writeString(file, stamped.replace("DTSTAMP:20261101", "DTSTAMP:20261120"));
    RecordingImportSink second =
        Calendars.scan(file, CalendarLimits.DEFAULT, RecordingImportSink.after(first));

    assertThat(second.accepted().keySet().stream().map(key -> key.value()))
        .containsExactly("in.ics/o");
  }

  @Test
  void readsARecurringEventAgainWhenOneOccurrenceChanges() throws IOException {
    String master =
        Calendars.event("r", "DTSTART:20261107T110000\nRRULE:FREQ=WEEKLY\nSUMMARY:Café");
    Path file = Files.writeString(folder.resolve("in.ics"), Calendars.calendar(master));
    RecordingImportSink first = Calendars.scan(file);

    Files.writeString(
        file,
        Calendars.calendar(
            master,
            Calendars.event("r", "RECURRENCE-ID:20261114T110000\nDTSTART:20261115T110000")));
    RecordingImportSink second =
        Calendars.scan(file, CalendarLimits.DEFAULT, RecordingImportSink.after(first));

    assertThat(second.records().get("in.ics/r").text()).contains("Different on 14 November 2026.");
  }

  @Test
  void recognisesCalendarsByWhatTheyHold() throws IOException {
    CalendarImporter importer = new CalendarImporter(CalendarLimits.DEFAULT);
    Path named = Files.writeString(folder.resolve("x.ics"), Calendars.calendar());
    Path unnamed = Files.writeString(folder.resolve("export"), "\ufeff" + Calendars.calendar());
    Path other = Files.writeString(folder.resolve("y.ics"), "Not a calendar");
    Path notes = Files.writeString(folder.resolve("n.md"), "BEGIN of notes");

    assertThat(importer.match(named)).isEqualTo(Match.YES);
    assertThat(importer.match(unnamed)).isEqualTo(Match.YES);
    assertThat(importer.match(other)).isEqualTo(Match.NO);
    assertThat(importer.match(notes)).isEqualTo(Match.NO);
    assertThat(importer.match(folder)).isEqualTo(Match.POSSIBLE);
    assertThat(Calendars.scan(unnamed).problems()).isEmpty();
  }

  @Test
  void leavesOutTheNameOfNoGuestAndNoPersonTwice() throws IOException {
    List<String> guests = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      guests.add("ATTENDEE;CN=Guest " + i + ":mailto:g" + i + "@x.example");
    }

    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                Calendars.event("m", "DTSTART:20261124T100000\n" + String.join("\n", guests))));

    assertThat(sink.records().get("in.ics/m").participants()).hasSize(500);
    assertThat(sink.problems().get("in.ics/m")).contains("more than 500 guests");
  }

  @Test
  void readsTheTimesOfZonesInWhateverForm() throws IOException {
    assertThat(TimeValue.parse("2026-11-24T10:00:00Z", time -> BERLIN))
        .contains(new EventTime.Timed(LocalDateTime.parse("2026-11-24T10:00"), ZoneOffset.UTC));
    assertThat(TimeValue.parse("20261124T240000", time -> BERLIN))
        .contains(new EventTime.Timed(LocalDateTime.parse("2026-11-25T00:00"), BERLIN));
    assertThat(TimeValue.parse("20261124T235960", time -> BERLIN))
        .contains(new EventTime.Timed(LocalDateTime.parse("2026-11-24T23:59:59"), BERLIN));
    assertThat(TimeValue.parse("20261324", time -> BERLIN)).isEmpty();
    assertThat(TimeValue.parse("00000101", time -> BERLIN)).isEmpty();
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i <= bytes.length - wanted.length; i++) {
      if (bytes[i] == wanted[0] && bytes[i + 1] == wanted[1]) {
        return i;
      }
    }
    throw new AssertionError("Not found");
  }
}
