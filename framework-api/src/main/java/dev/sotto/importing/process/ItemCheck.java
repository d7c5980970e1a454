package dev.sotto.importing.process;

import dev.sotto.record.ChatDetails;
import dev.sotto.record.EventDetails;
import dev.sotto.record.Integrity;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.RecordContent;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks at what a process says it has read, as if a stranger had written it: lengths were checked
 * when it was decoded, here follow the values. It can't tell whether the text stands in the file.
 * Stateless.
 */
final class ItemCheck {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private ItemCheck() {}

  /** Returns what is wrong with a key, if anything. */
  static Optional<String> flawOf(ItemKey key) {
    if (!liesWithin(key.value())) {
      return Optional.of("Its name does not lie within the source, so it was not taken.");
    }
    return Optional.empty();
  }

  /** Returns what is wrong with a content, if anything. */
  static Optional<String> flawOf(RecordContent content) {
    if (content.location().isEmpty() || !liesWithin(content.location())) {
      return Optional.of("Its place does not lie within the source, so it was not taken.");
    }
    if (hasLineBreak(content.title()) || hasLineBreak(content.thread())) {
      return Optional.of("Its title has more than one line, so it was not taken.");
    }
    if (content.text().indexOf('\r') >= 0) {
      return Optional.of("Its lines end otherwise than a record's do, so it was not taken.");
    }
    if (!isSane(content.time())) {
      return Optional.of("Its time lies outside the years 1 to 9999, so it was not taken.");
    }
    if (!isSane(content)) {
      return Optional.of("What is said of its parts does not fit its text, so it was not taken.");
    }
    return Optional.empty();
  }

  /**
   * Returns a content with labels that claim no more than its importer may.
   *
   * @param most the most trusted and least confidential labels that the importer may give
   */
  static RecordContent withLabelsOfAtMost(Labels most, RecordContent content) {
    Labels claimed = content.labels();
    Labels typedByNobody =
        new Labels(Integrity.OWN.join(claimed.integrity()), claimed.confidentiality());
    return content.withLabels(typedByNobody.join(most));
  }

  private static boolean liesWithin(String path) {
    if (path.startsWith("/") || path.startsWith("\\") || path.indexOf('\0') >= 0) {
      return false;
    }
    for (int start = 0; start <= path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (end - start == 2 && path.startsWith("..", start)) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  private static boolean hasLineBreak(String line) {
    return line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0;
  }

  private static boolean isSane(Instant time) {
    return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
  }

  private static boolean isSane(RecordContent content) {
    int end = content.text().length();
    return switch (content.details()) {
      case ChatDetails chat ->
          chat.messages().stream()
              .allMatch(message -> isWithin(message.start(), end) && isSane(message.time()));
      case MeasurementDetails measured ->
          measured.rows().stream().allMatch(row -> isWithin(row.start(), end));
      case EventDetails event -> event.sequence() >= 0 && isSane(event.modified());
      default -> true;
    };
  }

  private static boolean isWithin(int offset, int end) {
    return offset >= 0 && offset <= end;
  }
}
