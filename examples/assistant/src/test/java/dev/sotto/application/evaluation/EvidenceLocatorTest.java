package dev.sotto.application.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.evaluation.KnownQuestion.KnownEvidence;
import dev.sotto.record.ContactDetails;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.Source;
import dev.sotto.text.TextLanguage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvidenceLocatorTest {
  private static final SourceId LIFE = new SourceId("life");

  @TempDir private Path folder;
  private final InMemoryRecordStore records = new InMemoryRecordStore();
  private EvidenceLocator locator;

  @BeforeEach
  void writeFiles() throws IOException {
    records.putSource(new Source(LIFE, "any", "/life", Instant.EPOCH, Optional.empty()));
    Files.writeString(
        folder.resolve("cal.ics"),
        """
        BEGIN:VEVENT
        UID:weekly
        DTSTART:20260202T100000Z
        RRULE:FREQ=WEEKLY
        END:VEVENT
        BEGIN:VEVENT
        UID:weekly
        RECURRENCE-ID:20260209T100000Z
        DTSTART:20260209T120000Z
        SUMMARY:moved to a very lo
         ng name
        END:VEVENT
        BEGIN:VEVENT
        UID:weekly
        RECURRENCE-ID;TZID=Europe/Berlin:20260216T110000
        DTSTART:20260216T130000Z
        SUMMARY:moved again
        END:VEVENT
        """
            .replace("\n", "\r\n"));
    Files.writeString(
        folder.resolve("people.vcf"),
        "BEGIN:VCARD\r\nFN:Ada Quill\r\nTEL:+49 1\r\nEND:VCARD\r\n"
            + "BEGIN:VCARD\r\nFN:Bo Birch\r\nTEL:+49 2\r\nEND:VCARD\r\n");
    locator = new EvidenceLocator(folder, records);
  }

  @Test
  void findsWordsHoweverTheyAreWrapped() throws IOException {
    Passage passage = passage("note", "The gate\n> code is 6143.", RecordDetails.NONE);

    assertThat(holds(passage, "notes/a.md", "gate code is 6143")).isTrue();
    assertThat(holds(passage, "notes/a.md", "gate code is 6144")).isFalse();
  }

  @Test
  void findsTheEventAroundTheWordsOfACalendar() throws IOException {
    Passage weekly = passage("weekly", "Every Monday", event(Optional.empty()));
    Passage moved =
        passage(
            "moved",
            "A very long name",
            event(Optional.of(at(LocalDateTime.of(2026, 2, 9, 11, 0)))));
    Passage again =
        passage("again", "Again", event(Optional.of(at(LocalDateTime.of(2026, 2, 16, 11, 0)))));

    assertThat(holds(weekly, "cal.ics", "RRULE:FREQ=WEEKLY")).isTrue();
    assertThat(holds(moved, "cal.ics", "RRULE:FREQ=WEEKLY")).isFalse();
    assertThat(holds(moved, "cal.ics", "moved to a very long name")).isTrue();
    assertThat(holds(moved, "cal.ics", "a very lo\r\n ng name")).as("folded").isTrue();
    assertThat(holds(weekly, "cal.ics", "moved to a very long name")).isFalse();
    assertThat(holds(again, "cal.ics", "moved to a very long name")).isFalse();
    assertThat(holds(again, "cal.ics", "SUMMARY:moved again")).isTrue();
    assertThat(holds(moved, "cal.ics", "SUMMARY:moved again")).isFalse();
    assertThat(holds(again, "cal.ics", "UID:weekly")).as("any block").isTrue();
    assertThat(holds(weekly, "cal.ics", "UID:weekly")).as("any block").isTrue();
  }

  @Test
  void findsTheCardAroundTheWordsOfAnAddressBook() throws IOException {
    Passage ada = passage("ada", "Phone: +49 1", card("Ada Quill"));

    assertThat(holds(ada, "people.vcf", "TEL:+49 1")).isTrue();
    assertThat(holds(ada, "people.vcf", "TEL:+49 2")).isFalse();
  }

  @Test
  void findsTheDayOfARow() throws IOException {
    String text = "2026-10-05: steps 1\n2026-10-06: steps 2";
    Passage all =
        passage(
            "steps",
            text,
            new MeasurementDetails(
                List.of("steps"),
                List.of(
                    new MeasurementDetails.Row(0, LocalDate.of(2026, 10, 5), List.of(1.0)),
                    new MeasurementDetails.Row(20, LocalDate.of(2026, 10, 6), List.of(2.0)))));

    assertThat(holds(all, "steps.csv", "2026-10-06,2")).isTrue();
    assertThat(holds(all, "steps.csv", "2026-10-07,2")).isFalse();
    assertThat(holds(cut(all, 0, 19), "steps.csv", "2026-10-06,2")).isFalse();
    Files.writeString(folder.resolve("german.csv"), "05.10.2026;1\n06.10.2026;2,5\n");
    assertThat(holds(cut(all, 20, 39), "german.csv", ";2,5")).isTrue();
    assertThat(holds(cut(all, 0, 19), "german.csv", ";2,5")).isFalse();
  }

  @Test
  void leavesAsideWhatAChatHasBeforeItsMessages() throws IOException {
    Passage chat =
        passage(
            "chat", "Bea: so did you sign?\nMara: on Thursday!\nstill happy", RecordDetails.NONE);

    for (String quote :
        List.of(
            "[14/03/2026, 19:02:11] Bea: so did you sign?",
            "[14.03.26, 19:03:27] Mara: on Thursday!\nstill happy",
            "3/14/26, 7:02 PM - Bea: so did you sign?\n3/14/26, 7:03 PM - Mara: on Thursday!",
            "\u200e[2026/3/14 19:02:11] Bea: \u200eso did you sign?",
            "on Thursday!")) {
      assertThat(holds(chat, "chats/bea.txt", quote)).as(quote).isTrue();
    }
    assertThat(holds(chat, "chats/bea.txt", "[14/03/2026, 19:02:11] Mara: so did you sign?"))
        .as("another sender")
        .isFalse();
  }

  @Test
  void takesWordsOfTheFileAlone() throws IOException {
    SourceId notes = new SourceId("notes");
    records.putSource(
        new Source(
            notes,
            "any",
            folder.toRealPath().resolve("notes").toString(),
            Instant.EPOCH,
            Optional.empty()));
    Passage one = passage(notes, "a.md", "The gate code is 6143.", RecordDetails.NONE);
    Passage other = passage(notes, "a.md.old", "The gate code is 6143.", RecordDetails.NONE);
    Passage elsewhere = passage("b.md", "The gate code is 6143.", RecordDetails.NONE);

    assertThat(holds(one, "notes/a.md", "code is 6143")).isTrue();
    assertThat(holds(other, "notes/a.md", "code is 6143")).isFalse();
    assertThat(holds(elsewhere, "notes/a.md", "code is 6143")).isFalse();
    assertThat(holds(elsewhere, "moved/b.md", "code is 6143")).as("imported elsewhere").isTrue();
  }

  @Test
  void tellsWhichEvidenceStandsInNoRecord() throws IOException {
    passage("note", "The gate code is 6143.", RecordDetails.NONE);
    KnownEvidence there = new KnownEvidence("notes/a.md", "code is 6143");
    KnownEvidence nowhere = new KnownEvidence("notes/a.md", "code is 9");

    assertThat(locator.unfound(List.of(there, nowhere))).containsExactly(nowhere);
  }

  @Test
  void doesNotReadFilesOutsideTheFolder() throws IOException {
    Files.writeString(
        folder.getParent().resolve("outside.vcf"), "BEGIN:VCARD\nFN:Ada Quill\nX\nEND:VCARD\n");
    Passage ada = passage("ada", "Phone: +49 1", card("Ada Quill"));

    assertThat(holds(ada, "../outside.vcf", "X")).isFalse();
    Files.delete(folder.getParent().resolve("outside.vcf"));
  }

  private boolean holds(Passage passage, String file, String quote) throws IOException {
    return locator.holds(passage, new KnownEvidence(file, quote));
  }

  private static EventTime at(LocalDateTime time) {
    return new EventTime.Timed(time, ZoneId.of("Europe/Berlin"));
  }

  private static EventDetails event(Optional<EventTime> recurrenceId) {
    EventTime day = new EventTime.AllDay(LocalDate.of(2026, 2, 2));
    return new EventDetails(
        "weekly",
        recurrenceId,
        day,
        day,
        EventDetails.Status.CONFIRMED,
        0,
        Instant.EPOCH,
        List.of(),
        "");
  }

  private static ContactDetails card(String name) {
    return new ContactDetails(
        "", List.of(name), List.of(), List.of(), List.of(), Optional.empty(), "");
  }

  private static Passage cut(Passage passage, int start, int end) {
    return new Passage(
        passage.record(),
        passage.source(),
        passage.kind(),
        passage.title(),
        passage.time(),
        passage.participants(),
        passage.labels(),
        passage.language(),
        start,
        end,
        passage.text().substring(start, end));
  }

  private Passage passage(String key, String text, RecordDetails details) throws IOException {
    return passage(LIFE, key, text, details);
  }

  private Passage passage(SourceId source, String key, String text, RecordDetails details)
      throws IOException {
    PersonalRecord record =
        PersonalRecord.of(
            source,
            new ItemKey(key),
            Fingerprint.of(key.getBytes(StandardCharsets.UTF_8)),
            new RecordContent(
                RecordKind.NOTE,
                "",
                Instant.EPOCH,
                List.<Participant>of(),
                "",
                text,
                Labels.OWN,
                key,
                List.of(),
                details));
    records.commit(source, List.of(record), List.of());
    return new Passage(
        record.id(),
        source,
        RecordKind.NOTE,
        "",
        Instant.EPOCH,
        List.of(),
        Labels.OWN,
        TextLanguage.ENGLISH,
        0,
        text.length(),
        text);
  }
}
