package dev.sotto.application.evaluation;

import dev.sotto.application.evaluation.KnownQuestion.KnownEvidence;
import dev.sotto.application.vault.Vault;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.AnswerListener;
import dev.sotto.assistant.AnswerTimings;
import dev.sotto.assistant.Evidence;
import dev.sotto.assistant.Question;
import dev.sotto.model.Cancellation;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * Asks questions with known answers of a vault, through the whole line that a person's question
 * takes, and measures what comes back. For one thread.
 */
public final class Evaluation {
  private static final int HITS = 20;
  private static final Answer NOTHING =
      new Answer(
          Answer.Kind.ABSTENTION,
          "",
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          0,
          new AnswerTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0));

  /** How far a question goes. */
  public enum Depth {
    /** Passages are searched for. */
    SEARCH,
    /** It is answered. */
    ANSWERS
  }

  /** Answers a question, as {@link Vault#ask} does. */
  @FunctionalInterface
  interface Answering {
    /** Answers one question. */
    Answer ask(Question question, AnswerListener listener, Cancellation cancellation)
        throws IOException;
  }

  private final Vault vault;
  private final Depth depth;
  private final Answering answering;
  private final EvidenceLocator locator;

  /**
   * @param vault whose records answer; stays the caller's
   * @param folder the folder that the files of evidence lie in
   */
  public Evaluation(Vault vault, Path folder, Depth depth) {
    this(vault, folder, depth, depth == Depth.ANSWERS ? vault::ask : (_, _, _) -> NOTHING);
  }

  /**
   * Asks through something else than the vault.
   *
   * @param answering answers at {@link Depth#ANSWERS}
   */
  Evaluation(Vault vault, Path folder, Answering answering) {
    this(vault, folder, Depth.ANSWERS, answering);
  }

  private Evaluation(Vault vault, Path folder, Depth depth, Answering answering) {
    this.vault = vault;
    this.depth = depth;
    this.answering = answering;
    this.locator = new EvidenceLocator(folder, vault.records());
  }

  /** Returns the pieces of evidence that stand in no record of the vault. */
  public List<KnownEvidence> unfound(List<KnownQuestion> questions) throws IOException {
    return locator.unfound(
        questions.stream().flatMap(question -> question.evidence().stream()).distinct().toList());
  }

  /**
   * Asks questions one after the other.
   *
   * @param done hears how many are done
   * @param cancellation stops between questions
   * @return one result a question that was asked
   */
  public List<QuestionResult> run(
      List<KnownQuestion> questions, IntConsumer done, Cancellation cancellation)
      throws IOException {
    List<QuestionResult> results = new ArrayList<>();
    for (KnownQuestion question : questions) {
      Optional<QuestionResult> result = ask(question, cancellation);
      if (result.isEmpty()) {
        break;
      }
      results.add(result.get());
      done.accept(results.size());
    }
    return results;
  }

  private Optional<QuestionResult> ask(KnownQuestion question, Cancellation cancellation)
      throws IOException {
    if (cancellation.requested()) {
      return Optional.empty();
    }
    FirstShown shown = new FirstShown();
    Answer answer = answering.ask(Question.of(question.text()), shown, cancellation);
    double first = shown.milliseconds();
    if (cancellation.requested()) {
      return Optional.empty();
    }
    List<Passage> passages = ranked(question, answer);
    TreeSet<Integer> ranks = new TreeSet<>();
    int worst = question.evidence().isEmpty() ? 0 : 1;
    for (KnownEvidence evidence : question.evidence()) {
      int rank = 0;
      for (int i = 0; i < passages.size(); i++) {
        if (locator.holds(passages.get(i), evidence)) {
          rank = rank == 0 ? i + 1 : rank;
          ranks.add(i + 1);
        }
      }
      worst = rank == 0 || worst == 0 ? 0 : Math.max(worst, rank);
    }
    Citations citations = new Citations(question.text(), answer, vault.profile().zone());
    String said = said(answer);
    String answered = answer.text().isEmpty() ? said : Citations.without(answer.text());
    List<String> accepted = question.accepted();
    return Optional.of(
        new QuestionResult(
            question,
            depth,
            answer,
            passages,
            worst,
            List.copyOf(ranks),
            accepted.stream().anyMatch(a -> ComparableText.contains(said, a)),
            accepted.stream().anyMatch(a -> ComparableText.containsWords(said, a)),
            accepted.stream().mapToDouble(a -> ComparableText.overlap(answered, a)).max().orElse(0),
            citations.numbers().size(),
            (int) citations.numbers().stream().filter(citations::isChecked).count(),
            (int) citations.numbers().stream().filter(citations::isRight).count(),
            ofEvidence(question, answer, citations),
            first));
  }

  private int ofEvidence(KnownQuestion question, Answer answer, Citations citations)
      throws IOException {
    int count = 0;
    for (int number : citations.numbers()) {
      if (number >= 1 && number <= answer.sources().size()) {
        Passage cited = answer.sources().get(number - 1);
        for (KnownEvidence evidence : question.evidence()) {
          if (locator.holds(cited, evidence)) {
            count++;
            break;
          }
        }
      }
    }
    return count;
  }

  private List<Passage> ranked(KnownQuestion question, Answer answer) throws IOException {
    List<Passage> passages = new ArrayList<>();
    for (Passage source : answer.sources()) {
      if (passages.stream().noneMatch(known -> isSame(known, source))) {
        passages.add(source);
      }
    }
    for (Hit hit : vault.search(new SearchQuery(question.text(), HITS, SearchFilter.NONE))) {
      Passage found = hit.passage();
      if (passages.stream().noneMatch(known -> isSame(known, found))) {
        passages.add(found);
      }
    }
    return passages;
  }

  private static boolean isSame(Passage one, Passage other) {
    return one.record().equals(other.record()) && one.start() == other.start();
  }

  /** Returns sentences and quotations, without what was shown as also near. */
  private static String said(Answer answer) {
    StringBuilder said = new StringBuilder(Citations.without(answer.text()));
    for (Evidence evidence : answer.evidence()) {
      said.append('\n').append(evidence.quotation());
    }
    return said.toString();
  }

  /** Measures until something of the answer is shown. */
  private static final class FirstShown implements AnswerListener {
    private final long began = System.nanoTime();
    private long shown;

    @Override
    public void evidence(Evidence evidence) {
      note();
    }

    @Override
    public void computed(String text) {
      note();
    }

    @Override
    public void draft(String piece) {
      note();
    }

    @Override
    public void confirmed(String sentence) {
      note();
    }

    private void note() {
      if (shown == 0) {
        shown = System.nanoTime();
      }
    }

    double milliseconds() {
      return ((shown == 0 ? System.nanoTime() : shown) - began) / 1e6;
    }
  }
}
