package dev.sotto.application.evaluation;

import dev.sotto.assistant.Answer;
import dev.sotto.search.Passage;
import java.util.List;

/**
 * What became of one question.
 *
 * @param question the question
 * @param depth whether it was answered, or only searched for
 * @param answer what was answered; an abstention where it was only searched for
 * @param passages the passages in their order: the answer's sources by citation number, then what
 *     else the search found
 * @param rank the place, from 1, at which the last piece of evidence was reached; 0 where some
 *     piece was not found, or where there is none
 * @param evidenceRanks the places of passages that hold a piece of evidence
 * @param contains whether an accepted answer stands in what was said, letter by letter once
 *     comparable
 * @param containsWords the same, or its numbers and most of its words in any order
 * @param overlap words in common with the accepted answer that has most, 0 to 1
 * @param citations how many passages the answer cites
 * @param citationsChecked of these, of how many it can be checked what is said of them
 * @param citationsRight of those, how many hold it
 * @param citationsOfEvidence of all that are cited, how many hold a piece of evidence
 * @param firstShownMilliseconds until something of the answer was shown
 */
public record QuestionResult(
    KnownQuestion question,
    Evaluation.Depth depth,
    Answer answer,
    List<Passage> passages,
    int rank,
    List<Integer> evidenceRanks,
    boolean contains,
    boolean containsWords,
    double overlap,
    int citations,
    int citationsChecked,
    int citationsRight,
    int citationsOfEvidence,
    double firstShownMilliseconds) {
  public QuestionResult {
    passages = List.copyOf(passages);
    evidenceRanks = List.copyOf(evidenceRanks);
  }

  /** What is to be thought of a result. */
  public enum Verdict {
    /** The answer holds an accepted one, or rightly holds none; of a search: evidence is near. */
    RIGHT,
    /** It doesn't, though its passages, or the first five, hold all the evidence. */
    FOUND,
    /** It doesn't. */
    WRONG
  }

  private static final int NEAR = 5;

  /** Returns whether an answer was asked for. */
  public boolean isAsked() {
    return depth == Evaluation.Depth.ANSWERS;
  }

  /** Returns whether nothing was answered. */
  public boolean abstained() {
    return isAsked() && answer.kind() == Answer.Kind.ABSTENTION;
  }

  /** Returns what is to be thought of it. */
  public Verdict verdict() {
    boolean near = rank > 0 && rank <= NEAR;
    boolean right = !isAsked() ? near : question.isAbsent() ? abstained() : contains;
    return right ? Verdict.RIGHT : near ? Verdict.FOUND : Verdict.WRONG;
  }

  @Override
  public String toString() {
    return "QuestionResult[" + question + ", rank " + rank + ", " + verdict() + "]";
  }
}
