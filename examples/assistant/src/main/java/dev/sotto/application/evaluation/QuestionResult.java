package dev.sotto.application.evaluation;

import dev.sotto.assistant.Answer;
import dev.sotto.assistant.Evidence;
import dev.sotto.search.Passage;
import java.util.List;

/**
 * What became of one question.
 *
 * @param question the question
 * @param answer what was answered
 * @param passages the passages in their order: the answer's sources by citation number, then what
 *     else the search found
 * @param rank the place, from 1, at which the last piece of evidence was reached; 0 where some
 *     piece was not found, or where there is none
 * @param evidenceRanks the places of passages that hold a piece of evidence
 * @param containsExactly whether an accepted answer stands in what was said, letter by letter
 * @param contains whether an accepted answer stands in what was said
 * @param overlap words in common with the accepted answer that has most, 0 to 1
 * @param citations how many passages the answer cites
 * @param citationsRight of these, how many hold what is said of them
 * @param citationsOfEvidence of these, how many hold a piece of evidence
 * @param firstShownMilliseconds until something of the answer was shown
 */
public record QuestionResult(
    KnownQuestion question,
    Answer answer,
    List<Passage> passages,
    int rank,
    List<Integer> evidenceRanks,
    boolean containsExactly,
    boolean contains,
    double overlap,
    int citations,
    int citationsRight,
    int citationsOfEvidence,
    double firstShownMilliseconds) {
  public QuestionResult {
    passages = List.copyOf(passages);
    evidenceRanks = List.copyOf(evidenceRanks);
  }

  /** Returns whether nothing was answered. */
  public boolean abstained() {
    return answer.kind() == Answer.Kind.ABSTENTION;
  }

  /** Returns whether the answer is right: it holds an accepted one, or rightly holds none. */
  public boolean right() {
    return question.isAbsent() ? abstained() : contains;
  }

  /** Returns what was said: sentences and quotations, without what was shown as also near. */
  public String said() {
    return said(answer);
  }

  static String said(Answer answer) {
    StringBuilder said = new StringBuilder(answer.text());
    for (Evidence evidence : answer.evidence()) {
      said.append('\n').append(evidence.quotation());
    }
    return said.toString();
  }

  @Override
  public String toString() {
    return "QuestionResult["
        + question
        + ", rank "
        + rank
        + ", "
        + (right() ? "right" : "wrong")
        + "]";
  }
}
