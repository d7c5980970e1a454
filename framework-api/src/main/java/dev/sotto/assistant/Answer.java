package dev.sotto.assistant;

import dev.sotto.search.Passage;
import java.util.List;
import java.util.Optional;

/**
 * What the assistant answers.
 *
 * @param kind how it was made
 * @param text the answer in words with [n] citations; for {@link Kind#QUOTATION} and {@link
 *     Kind#ABSTENTION} empty: the interface finds its own words
 * @param evidence the quotations it rests on; empty for an abstention
 * @param nearby other sentences that come near the question, in case the quotation is not the one
 *     that was wanted; best first, none of them in {@code evidence}
 * @param change set where a later statement that is quoted overrules an earlier one that is quoted
 * @param sources the passages by citation number: {@code sources.get(n - 1)} is [n]
 * @param withdrawn how many sentences of the model were withdrawn because the check did not find
 *     their numbers, dates or names in quotation or passage
 * @param timings how long the steps took
 */
public record Answer(
    Kind kind,
    String text,
    List<Evidence> evidence,
    List<Evidence> nearby,
    Optional<Change> change,
    List<Passage> sources,
    int withdrawn,
    AnswerTimings timings) {
  /** How an answer was made. */
  public enum Kind {
    /** Sentences of the model, each checked against its quotation or passage. */
    SENTENCES,
    /**
     * The quotation alone: the model's sentences failed the check, or it does not write the
     * question's language.
     */
    QUOTATION,
    /** Computed by code from the records that are cited: dates, counts, sums. */
    COMPUTED,
    /** Nothing in the records answers. */
    ABSTENTION
  }

  /**
   * Something that changed.
   *
   * @param earlier citation number of what was said first
   * @param later citation number of what overrules it
   */
  public record Change(int earlier, int later) {}

  public Answer {
    evidence = List.copyOf(evidence);
    nearby = List.copyOf(nearby);
    sources = List.copyOf(sources);
  }

  @Override
  public String toString() {
    return "Answer["
        + kind
        + ", "
        + text.length()
        + " characters, "
        + evidence.size()
        + " quotations, "
        + sources.size()
        + " sources, "
        + withdrawn
        + " withdrawn]";
  }
}
