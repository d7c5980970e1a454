package dev.sotto.calendar;

import dev.sotto.record.ContactDetails;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Events and contacts made by hand. */
public final class EventRecords {
  /** Where the person is. */
  public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private EventRecords() {}

  /** Returns an event of a UID, at times such as {@code 2026-11-26T08:20}. */
  public static PersonalRecord event(
      String uid, String title, String from, String until, String... recurrence) {
    return event(uid, title, from, until, EventDetails.Status.CONFIRMED, 0, "", recurrence);
  }

  /** Returns an event with its status and revision; {@code replaces} is empty for no occurrence. */
  public static PersonalRecord event(
      String uid,
      String title,
      String from,
      String until,
      EventDetails.Status status,
      int sequence,
      String replaces,
      String... recurrence) {
    EventTime start = time(from);
    EventDetails details =
        new EventDetails(
            uid,
            replaces.isEmpty() ? Optional.empty() : Optional.of(time(replaces)),
            start,
            time(until),
            status,
            sequence,
            Instant.EPOCH,
            List.of(recurrence),
            "");
    return record(
        uid + " " + sequence + " " + replaces + " " + from,
        new RecordContent(
            RecordKind.EVENT,
            title,
            start.instant(BERLIN),
            List.of(),
            "",
            from + ". " + title,
            Labels.OWN,
            "a.ics",
            List.of(),
            details));
  }

  private static EventTime time(String text) {
    return text.length() == 10
        ? new EventTime.AllDay(LocalDate.parse(text))
        : new EventTime.Timed(LocalDateTime.parse(text), BERLIN);
  }

  /** Returns a contact. */
  public static PersonalRecord contact(String name, String nickname, int year, String day) {
    return record(
        "contact " + name,
        new RecordContent(
            RecordKind.CONTACT,
            name,
            Instant.EPOCH,
            List.of(),
            "",
            "Birthday: " + year + day,
            Labels.OWN,
            "a.vcf",
            List.of(),
            new ContactDetails(
                "",
                List.of(name),
                nickname.isEmpty() ? List.of() : List.of(nickname),
                List.of(),
                List.of(),
                Optional.of(new ContactDetails.Birthday(OptionalInt.of(year), MonthDay.parse(day))),
                "")));
  }

  /** Returns a record of a key. */
  public static PersonalRecord record(String key, RecordContent content) {
    return PersonalRecord.of(
        new SourceId("test"),
        new ItemKey(key),
        Fingerprint.of(key.getBytes(StandardCharsets.UTF_8)),
        content);
  }
}
