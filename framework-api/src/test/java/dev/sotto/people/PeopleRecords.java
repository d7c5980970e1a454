package dev.sotto.people;

import dev.sotto.record.ContactDetails;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cards and letters for tests. */
public final class PeopleRecords {
  private PeopleRecords() {}

  /** Returns a card; what holds an @ is an address, what begins with + or 0 a number. */
  public static PersonalRecord card(String name, String... others) {
    return card(name, List.of(), others);
  }

  /** Returns a card with nicknames and further lines of text. */
  public static PersonalRecord card(String name, List<String> nicknames, String... others) {
    List<String> addresses = new ArrayList<>();
    List<String> telephones = new ArrayList<>();
    List<String> lines = new ArrayList<>(List.of(name));
    for (String other : others) {
      String value = other.replaceFirst("^(?:Email|Phone)(?: \\([a-z]+\\))?: ", "");
      if (value.contains("@")) {
        addresses.add(value);
        lines.add(value.equals(other) ? "Email: " + value : other);
      } else if (value.startsWith("+") || value.startsWith("0")) {
        telephones.add(value);
        lines.add(value.equals(other) ? "Phone: " + value : other);
      } else {
        lines.add(other);
      }
    }
    return record(
        "card " + name + String.join(" ", others),
        RecordKind.CONTACT,
        name,
        String.join("\n", lines),
        List.of(),
        new ContactDetails(
            "", List.of(name), nicknames, addresses, telephones, Optional.empty(), ""));
  }

  /** Returns a letter or chat of these participants. */
  public static PersonalRecord written(
      RecordKind kind, String title, String text, Participant... participants) {
    return record(title, kind, title, text, List.of(participants), RecordDetails.NONE);
  }

  /** Returns an author. */
  public static Participant from(String name, String address) {
    return new Participant(name, address, Participant.Role.AUTHOR);
  }

  /** Returns a recipient. */
  public static Participant to(String name, String address) {
    return new Participant(name, address, Participant.Role.RECIPIENT);
  }

  private static PersonalRecord record(
      String key,
      RecordKind kind,
      String title,
      String text,
      List<Participant> participants,
      RecordDetails details) {
    return PersonalRecord.of(
        new SourceId("life"),
        new ItemKey(key),
        Fingerprint.of(new byte[0]),
        new RecordContent(
            kind,
            title,
            Instant.parse("2026-03-11T13:05:00Z"),
            participants,
            "",
            text,
            Labels.UNLABELLED,
            key,
            List.of(),
            details));
  }
}
