package dev.sotto.application.vault;

import dev.sotto.record.EventDetails;
import dev.sotto.record.PersonalRecord;
import dev.sotto.search.Passage;
import dev.sotto.text.LanguageDetector;
import java.util.Optional;

/**
 * Where an event of the records takes place.
 *
 * @param name as the record has it
 * @param passage the record, as a passage with its labels
 */
public record EventPlace(String name, Passage passage) {
  static Optional<EventPlace> of(PersonalRecord record) {
    if (!(record.content().details() instanceof EventDetails event) || event.place().isBlank()) {
      return Optional.empty();
    }
    String text = record.content().text();
    return Optional.of(
        new EventPlace(
            event.place(),
            new Passage(
                record.id(),
                record.source(),
                record.content().kind(),
                record.content().title(),
                record.content().time(),
                record.content().participants(),
                record.content().labels(),
                LanguageDetector.detect(text),
                0,
                text.length(),
                text)));
  }

  @Override
  public String toString() {
    return "EventPlace[" + passage + "]";
  }
}
