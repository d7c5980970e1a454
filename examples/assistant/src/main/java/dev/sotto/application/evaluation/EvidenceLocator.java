package dev.sotto.application.evaluation;

import dev.sotto.application.evaluation.KnownQuestion.KnownEvidence;
import dev.sotto.record.ContactDetails;
import dev.sotto.record.EventDetails;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.search.Passage;
import dev.sotto.storage.RecordStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a passage holds a piece of evidence. Words of notes, mails, chats and documents
 * must stand in the passage, its title or its people. Words of calendars, address books and tables
 * are looked up in their file: the event, card or day around them names the record. For one thread.
 */
final class EvidenceLocator {
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private final Path folder;
  private final RecordStore records;
  private final Map<RecordId, Optional<PersonalRecord>> known = new HashMap<>();

  /**
   * @param folder the folder that the files of evidence lie in
   * @param records where records are read
   */
  EvidenceLocator(Path folder, RecordStore records) {
    this.folder = folder;
    this.records = records;
  }

  /** Returns whether a passage holds the evidence. */
  boolean holds(Passage passage, KnownEvidence evidence) throws IOException {
    return switch (extension(evidence.file())) {
      case "ics" -> isEvent(passage, evidence);
      case "vcf" -> isCard(passage, evidence);
      case "csv" -> isRow(passage, evidence) || holdsWords(passage, evidence.quote());
      default -> holdsWords(passage, evidence.quote());
    };
  }

  private static boolean holdsWords(Passage passage, String quote) {
    String wanted = ComparableText.flat(quote);
    if (ComparableText.flat(passage.text()).contains(wanted)
        || ComparableText.flat(passage.title()).contains(wanted)) {
      return true;
    }
    for (Participant participant : passage.participants()) {
      if (participant.name().contains(wanted) || participant.address().contains(wanted)) {
        return true;
      }
    }
    return false;
  }

  private boolean isEvent(Passage passage, KnownEvidence evidence) throws IOException {
    if (record(passage).map(found -> found.content().details()).orElse(null)
        instanceof EventDetails event) {
      for (String block : blocks(evidence, "VEVENT")) {
        boolean changedOccurrence = property(block, "RECURRENCE-ID").isPresent();
        if (property(block, "UID").orElse("").equals(event.uid())
            && changedOccurrence == event.recurrenceId().isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isCard(Passage passage, KnownEvidence evidence) throws IOException {
    if (record(passage).map(found -> found.content().details()).orElse(null)
        instanceof ContactDetails card) {
      for (String block : blocks(evidence, "VCARD")) {
        String name = property(block, "FN").orElse("").replace("\\,", ",");
        if (card.names().contains(name)
            || (!card.uid().isEmpty() && property(block, "UID").orElse("").endsWith(card.uid()))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isRow(Passage passage, KnownEvidence evidence) throws IOException {
    Matcher day = DAY.matcher(evidence.quote());
    if (!day.find()
        || !(record(passage).map(found -> found.content().details()).orElse(null)
            instanceof MeasurementDetails measured)) {
      return false;
    }
    LocalDate wanted;
    try {
      wanted = LocalDate.parse(day.group());
    } catch (DateTimeException e) {
      return false;
    }
    return measured.rows().stream()
        .anyMatch(row ->
            row.day().equals(wanted)
                && row.start() >= passage.start()
                && row.start() < passage.end());
  }

  private Optional<PersonalRecord> record(Passage passage) throws IOException {
    Optional<PersonalRecord> found = known.get(passage.record());
    if (found == null) {
      found = records.find(passage.record());
      known.put(passage.record(), found);
    }
    return found;
  }

  /** Returns the parts of a file between BEGIN and END that hold the quote, unfolded. */
  private List<String> blocks(KnownEvidence evidence, String component) throws IOException {
    Path file = folder.resolve(evidence.file()).normalize();
    if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
      return List.of();
    }
    String text =
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
            .replace("\r\n", "\n")
            .replaceAll("\n[ \t]", "");
    List<String> blocks = new ArrayList<>();
    Matcher block =
        Pattern.compile("(?m)^BEGIN:" + component + "$[\\s\\S]*?^END:" + component + "$")
            .matcher(text);
    while (block.find()) {
      if (block.group().contains(evidence.quote().replace("\r\n", "\n"))) {
        blocks.add(block.group());
      }
    }
    return blocks;
  }

  private static Optional<String> property(String block, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + "(?:;[^:\\n]*)?:(.*)$").matcher(block);
    return line.find() ? Optional.of(line.group(1).strip()) : Optional.empty();
  }

  private static String extension(String file) {
    return file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
