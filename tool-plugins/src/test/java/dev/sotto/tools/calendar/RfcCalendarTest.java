package dev.sotto.tools.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events and the to-do of the examples of RFC 5545, sections 3.6.1 and 4. */
final class RfcCalendarTest {
  @TempDir Path folder;
  private RecordingImportSink sink = RecordingImportSink.empty();

  @BeforeEach
  void readExamples() throws IOException {
    try (InputStream examples =
        Objects.requireNonNull(RfcCalendarTest.class.getResourceAsStream("rfc5545.ics"))) {
      sink = Calendars.scan(folder, examples.readAllBytes());
    }
  }

  @Test
  void everyExampleIsRead() {
    assertThat(sink.accepted()).hasSize(5);
    assertThat(sink.problems()).isEmpty();
  }

  @Test
  void theConferenceKeepsItsFoldedDescription() {
    RecordContent conference = titled("Networld+Interop Conference");

    assertThat(conference.time()).isEqualTo(Instant.parse("1996-09-18T14:30:00Z"));
    assertThat(details(conference).end().instant(Calendars.BERLIN))
        .isEqualTo(Instant.parse("1996-09-20T22:00:00Z"));
    assertThat(conference.tags()).contains("CONFERENCE");
    assertThat(conference.text())
        .contains("Networld+Interop Conference and Exhibit", "Atlanta, Georgia");
  }

  @Test
  void theReviewIsAtItsTimeInNewYork() {
    RecordContent review = titled("XYZ Project Review");

    assertThat(review.time()).isEqualTo(Instant.parse("1998-03-12T13:30:00Z"));
    assertThat(details(review).place()).isEqualTo("1CP Conference Room 4350");
    assertThat(review.participants())
        .extracting(Participant::address)
        .contains("mrbig@example.com");
  }

  @Test
  void theAnniversaryIsAConfidentialDayOfEachYear() {
    RecordContent anniversary = titled("Our Blissful Anniversary");

    assertThat(details(anniversary).start())
        .isEqualTo(new EventTime.AllDay(LocalDate.of(1997, 11, 2)));
    assertThat(details(anniversary).recurrence()).containsExactly("RRULE:FREQ=YEARLY");
    assertThat(anniversary.labels().confidentiality()).isNotEqualTo(Confidentiality.PUBLIC);
  }

  @Test
  void theFestivalEndsOnTheDayBeforeItsEnd() {
    EventDetails festival = details(titled("Festival International de Jazz de Montreal"));

    assertThat(festival.start()).isEqualTo(new EventTime.AllDay(LocalDate.of(2007, 6, 28)));
    assertThat(festival.end()).isEqualTo(new EventTime.AllDay(LocalDate.of(2007, 7, 9)));
  }

  @Test
  void theToDoIsANote() {
    RecordContent taxes = titled("Submit Income Taxes");

    assertThat(taxes.kind()).isEqualTo(RecordKind.NOTE);
    assertThat(taxes.text()).contains("15 April 1998");
  }

  private RecordContent titled(String title) {
    return sink.accepted().values().stream()
        .filter(content -> content.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private static EventDetails details(RecordContent content) {
    return (EventDetails) content.details();
  }
}
