package dev.sotto.conversation;

import dev.sotto.record.RecordId;
import java.time.Instant;
import java.util.List;

/**
 * One question of a conversation and what was answered.
 *
 * @param time when it was asked
 * @param question the person's words
 * @param understood the question as it was answered: the words themselves, or a whole question made
 *     of a follow-up
 * @param answer the answer in words or its quotation; empty for an abstention
 * @param sources the records that were cited
 */
public record Turn(
    Instant time, String question, String understood, String answer, List<RecordId> sources) {
  public Turn {
    sources = List.copyOf(sources);
  }

  @Override
  public String toString() {
    return "Turn["
        + question.length()
        + " and "
        + answer.length()
        + " characters, "
        + sources.size()
        + " sources]";
  }
}
