package dev.sotto.record;

import java.time.Instant;
import java.util.List;

/**
 * What an importer read of one item: the decoded text with its natural borders kept (blank lines
 * between paragraphs, Markdown headings, one chat message a line, quoted reply lines starting with
 * {@code >}) and what is known about it.
 *
 * @param kind what sort of thing it is
 * @param title a heading, subject or conversation name; may be empty
 * @param time when it was written or happens
 * @param participants authors first; may be empty
 * @param thread what groups it with others (the first message id of a mail thread, a chat's name);
 *     may be empty
 * @param text the whole text, line ends as {@code \n}
 * @param labels its labels
 * @param location where a person finds the original: a relative path, or a path and a position in
 *     it; a name that the item's writer chose stands behind the path as {@code <name>}
 * @param tags the words by which its owner or writer filed it: tags, categories, mail folders; may
 *     be empty
 * @param details what stands in it beside text, in a form that code can compute with
 */
public record RecordContent(
    RecordKind kind,
    String title,
    Instant time,
    List<Participant> participants,
    String thread,
    String text,
    Labels labels,
    String location,
    List<String> tags,
    RecordDetails details) {
  public RecordContent {
    participants = List.copyOf(participants);
    tags = List.copyOf(tags);
  }

  /** Creates the content of a record that is text alone, without tags. */
  public RecordContent(
      RecordKind kind,
      String title,
      Instant time,
      List<Participant> participants,
      String thread,
      String text,
      Labels labels,
      String location) {
    this(
        kind,
        title,
        time,
        participants,
        thread,
        text,
        labels,
        location,
        List.of(),
        RecordDetails.NONE);
  }

  /** Returns the same content under other labels. */
  public RecordContent withLabels(Labels other) {
    return new RecordContent(
        kind, title, time, participants, thread, text, other, location, tags, details);
  }

  /** Returns the same content under these tags. */
  public RecordContent withTags(List<String> other) {
    return new RecordContent(
        kind, title, time, participants, thread, text, labels, location, other, details);
  }

  @Override
  public String toString() {
    return "RecordContent["
        + kind
        + ", "
        + text.length()
        + " characters, "
        + participants.size()
        + " participants]";
  }
}
