package dev.sotto.application.evaluation;

import dev.sotto.application.evaluation.KnownQuestion.KnownEvidence;
import dev.sotto.record.ContactDetails;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.search.Passage;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a passage holds a piece of evidence: whether its record comes from the file, and
 * holds the words. Words of notes, mails, chats and documents must stand in the passage, its title
 * or its people; what a chat's file has before a message besides its sender is left aside. Words of
 * calendars, address books and tables are looked up in their file: the event, card or day around
 * them names the record. Where a file was not imported from its place, words alone decide. For one
 * thread.
 */
final class EvidenceLocator {
  private static final String BEHIND_A_PATH = " /#:,";
  private static final int MAX_FILE_BYTES = 64 << 20;
  private static final Pattern DAY =
      Pattern.compile(
          "(?<!\\d)(?:(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})|(\\d{4})(\\d\\d)(\\d\\d))(?!\\d)");
  private static final Pattern OTHER_DAY =
      Pattern.compile("(?<!\\d)(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})(?!\\d)");
  private static final Pattern MESSAGE_HEAD =
      Pattern.compile(
          "(?m)^[\\u200E\\u200F]?(?:\\[[^\\]\\n]{6,40}]|\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4},?"
              + " [^\\n]{4,20}? -)\\s");
  private static final DateTimeFormatter BASIC_DAY = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter BASIC_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  private final Path folder;
  private final RecordStore records;
  private final Map<RecordId, Optional<PersonalRecord>> known = new HashMap<>();
  private final Map<String, Path> places = new HashMap<>();
  private final Map<KnownEvidence, List<String>> blocks = new HashMap<>();
  private final Map<KnownEvidence, Set<LocalDate>> days = new HashMap<>();

  /**
   * @param folder the folder that the files of evidence lie in
   * @param records where records are read
   */
  EvidenceLocator(Path folder, RecordStore records) {
    this.folder = folder.toAbsolutePath().normalize();
    this.records = records;
  }

  /** Returns whether a passage holds the evidence. */
  boolean holds(Passage passage, KnownEvidence evidence) throws IOException {
    Optional<PersonalRecord> record = record(passage.record());
    return record.isPresent()
        && isFrom(record.get(), evidence.file())
        && holds(
            record.get(),
            new Stretch(
                passage.start(),
                passage.end(),
                passage.text(),
                passage.title(),
                passage.participants()),
            evidence);
  }

  /** Returns the pieces of evidence that no record holds. */
  List<KnownEvidence> unfound(List<KnownEvidence> wanted) throws IOException {
    Set<KnownEvidence> left = new LinkedHashSet<>(wanted);
    for (Source source : records.sources()) {
      for (RecordId id : records.recordIds(source.id())) {
        Optional<PersonalRecord> record = records.find(id);
        if (record.isEmpty()) {
          continue;
        }
        Stretch all =
            new Stretch(
                0,
                record.get().content().text().length(),
                record.get().content().text(),
                record.get().content().title(),
                record.get().content().participants());
        Set<KnownEvidence> found = new HashSet<>();
        for (KnownEvidence evidence : left) {
          if (isFrom(record.get(), evidence.file()) && holds(record.get(), all, evidence)) {
            found.add(evidence);
          }
        }
        left.removeAll(found);
      }
    }
    return List.copyOf(left);
  }

  /** Part of a record's text, with what stands above it. */
  private record Stretch(
      int start, int end, String text, String title, List<Participant> participants) {
    @Override
    public String toString() {
      return "Stretch[" + start + "-" + end + "]";
    }
  }

  private boolean holds(PersonalRecord record, Stretch stretch, KnownEvidence evidence)
      throws IOException {
    return switch (record.content().details()) {
      case EventDetails event when extension(evidence.file()).equals("ics") ->
          isEvent(event, evidence);
      case ContactDetails card when extension(evidence.file()).equals("vcf") ->
          isCard(card, evidence);
      case MeasurementDetails measured -> isRow(measured, stretch, evidence);
      default -> holdsWords(stretch, evidence.quote());
    };
  }

  /** Returns whether a record comes from a file, or none of the sources covers the file's place. */
  private boolean isFrom(PersonalRecord record, String file) throws IOException {
    Path wanted = places.get(file);
    if (wanted == null) {
      Path place = folder.resolve(file).normalize();
      wanted = Files.exists(place) ? place.toRealPath() : place;
      places.put(file, wanted);
    }
    boolean covered = false;
    for (Source source : records.sources()) {
      Path path = Path.of(source.path());
      if (!wanted.startsWith(path)) {
        continue;
      }
      covered = true;
      if (source.id().equals(record.source())
          && (wanted.equals(path)
              || isAt(record.content().location(), path.relativize(wanted).toString()))) {
        return true;
      }
    }
    return !covered;
  }

  private static boolean isAt(String location, String relative) {
    String path = relative.replace('\\', '/');
    return location.startsWith(path)
        && (location.length() == path.length()
            || BEHIND_A_PATH.indexOf(location.charAt(path.length())) >= 0);
  }

  private static boolean holdsWords(Stretch stretch, String quote) {
    String text = ComparableText.flat(stretch.text());
    for (String words : List.of(quote, MESSAGE_HEAD.matcher(quote).replaceAll(""))) {
      String wanted = ComparableText.flat(words);
      if (wanted.isEmpty()) {
        continue;
      }
      if (text.contains(wanted) || ComparableText.flat(stretch.title()).contains(wanted)) {
        return true;
      }
      for (Participant participant : stretch.participants()) {
        if (participant.name().contains(wanted)
            || participant.address().contains(wanted)
            || (participant.name() + " <" + participant.address() + ">").equals(wanted)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isEvent(EventDetails event, KnownEvidence evidence) throws IOException {
    for (String block : blocks(evidence, "VEVENT")) {
      Optional<String> replaced = property(block, "RECURRENCE-ID");
      if (property(block, "UID").orElse("").equals(event.uid())
          && (replaced.isPresent()
              ? event.recurrenceId().map(id -> isAt(id, replaced.get())).orElse(false)
              : event.recurrenceId().isEmpty())) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a time is the one of a DATE or DATE-TIME value (RFC 5545, section 3.3.4-5). */
  private static boolean isAt(EventTime time, String written) {
    return switch (time) {
      case EventTime.AllDay(var day) -> written.equals(BASIC_DAY.format(day));
      case EventTime.Timed(var local, var zone) ->
          written.endsWith("Z")
              ? written.equals(
                  BASIC_TIME.format(local.atZone(zone).withZoneSameInstant(ZoneOffset.UTC)) + "Z")
              : written.equals(BASIC_TIME.format(local));
    };
  }

  private boolean isCard(ContactDetails card, KnownEvidence evidence) throws IOException {
    for (String block : blocks(evidence, "VCARD")) {
      String name = property(block, "FN").orElse("").replaceAll("\\\\(.)", "$1");
      if (card.names().contains(name)
          || (!card.uid().isEmpty() && property(block, "UID").orElse("").endsWith(card.uid()))) {
        return true;
      }
    }
    return false;
  }

  private boolean isRow(MeasurementDetails measured, Stretch stretch, KnownEvidence evidence)
      throws IOException {
    Set<LocalDate> wanted = days(evidence);
    return measured.rows().stream()
        .anyMatch(row ->
            wanted.contains(row.day())
                && row.start() >= stretch.start()
                && row.start() < stretch.end());
  }

  private Optional<PersonalRecord> record(RecordId id) throws IOException {
    Optional<PersonalRecord> found = known.get(id);
    if (found == null) {
      found = records.find(id);
      known.put(id, found);
    }
    return found;
  }

  /** Returns the days of the lines of a table that hold the quote. */
  private Set<LocalDate> days(KnownEvidence evidence) throws IOException {
    Set<LocalDate> found = days.get(evidence);
    if (found == null) {
      found = new HashSet<>();
      List<String> lines = new ArrayList<>(List.of(evidence.quote()));
      text(evidence).lines().filter(line -> line.contains(evidence.quote())).forEach(lines::add);
      for (String line : lines) {
        Matcher day = DAY.matcher(line);
        while (day.find()) {
          int group = day.group(1) == null ? 4 : 1;
          add(found, day.group(group), day.group(group + 1), day.group(group + 2));
        }
        Matcher other = OTHER_DAY.matcher(line);
        while (other.find()) {
          add(found, other.group(3), other.group(2), other.group(1));
          add(found, other.group(3), other.group(1), other.group(2));
        }
      }
      days.put(evidence, found);
    }
    return found;
  }

  private static void add(Set<LocalDate> days, String year, String month, String day) {
    try {
      days.add(
          LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
    } catch (DateTimeException e) {
      // not a day in this order
    }
  }

  /** Returns the parts of a file between BEGIN and END that hold the quote, unfolded. */
  private List<String> blocks(KnownEvidence evidence, String component) throws IOException {
    List<String> found = blocks.get(evidence);
    if (found == null) {
      found = new ArrayList<>();
      Matcher block =
          Pattern.compile("(?m)^BEGIN:" + component + "$[\\s\\S]*?^END:" + component + "$")
              .matcher(unfolded(text(evidence)));
      while (block.find()) {
        if (block.group().contains(unfolded(evidence.quote()))) {
          found.add(block.group());
        }
      }
      blocks.put(evidence, found);
    }
    return found;
  }

  private String text(KnownEvidence evidence) throws IOException {
    Path file = folder.resolve(evidence.file()).normalize();
    if (!file.startsWith(folder)
        || !Files.isRegularFile(file)
        || Files.size(file) > MAX_FILE_BYTES) {
      return "";
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** Joins folded lines (RFC 5545, section 3.1; RFC 6350, section 3.2). */
  private static String unfolded(String text) {
    return text.replace("\r\n", "\n").replaceAll("\n[ \t]", "");
  }

  private static Optional<String> property(String block, String name) {
    Matcher line =
        Pattern.compile("(?m)^(?:[\\w-]+\\.)?" + name + "(?:;[^:\\n]*)?:(.*)$").matcher(block);
    return line.find() ? Optional.of(line.group(1).strip()) : Optional.empty();
  }

  private static String extension(String file) {
    return file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
