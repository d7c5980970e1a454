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
 *     it
 */
public record RecordContent(
    RecordKind kind,
    String title,
    Instant time,
    List<Participant> participants,
    String thread,
    String text,
    Labels labels,
    String location) {
  public RecordContent {
    participants = List.copyOf(participants);
  }

  /** Returns the same content under other labels. */
  public RecordContent withLabels(Labels other) {
    return new RecordContent(kind, title, time, participants, thread, text, other, location);
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
