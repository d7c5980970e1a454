package dev.sotto.search;

import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.text.TextLanguage;
import java.time.Instant;
import java.util.List;

/**
 * A piece of a record, cut at natural borders, as it stands in the index.
 *
 * @param record the record it was cut from
 * @param source the record's source
 * @param kind the record's kind
 * @param title the record's title, may be empty
 * @param time the record's time
 * @param participants the record's participants
 * @param labels the record's labels
 * @param language the language of this passage
 * @param start offset of its first character in the record's text
 * @param end offset after its last character in the record's text
 * @param text exactly the record's text from {@code start} to {@code end}
 */
public record Passage(
    RecordId record,
    SourceId source,
    RecordKind kind,
    String title,
    Instant time,
    List<Participant> participants,
    Labels labels,
    TextLanguage language,
    int start,
    int end,
    String text) {
  public Passage {
    participants = List.copyOf(participants);
    if (start < 0 || end - start != text.length()) {
      throw new IllegalArgumentException(
          "A passage of " + text.length() + " characters can't stand at " + start + " to " + end);
    }
  }

  @Override
  public String toString() {
    return "Passage[" + record + ", " + start + "-" + end + "]";
  }
}
