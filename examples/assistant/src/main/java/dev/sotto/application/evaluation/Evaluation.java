package dev.sotto.application.evaluation;

import dev.sotto.application.evaluation.KnownQuestion.KnownEvidence;
import dev.sotto.application.vault.Vault;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.AnswerListener;
import dev.sotto.assistant.Evidence;
import dev.sotto.assistant.Question;
import dev.sotto.model.Cancellation;
import dev.sotto.record.Participant;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks questions with known answers of a vault, through the whole line that a person's question
 * takes, and measures what comes back. For one thread.
 */
public final class Evaluation {
  private static final int HITS = 20;
  private static final Pattern CITATION = Pattern.compile("\\[(\\d{1,3})]");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=])\\s+(?=[^\\[])");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");
  private static final Pattern NAME = Pattern.compile("(?<=\\p{Ll}[ ,])\\p{Lu}\\p{L}+");

  private final Vault vault;
  private final EvidenceLocator locator;

  /**
   * @param vault whose records answer; stays the caller's
   * @param folder the folder that the files of evidence lie in
   */
  public Evaluation(Vault vault, Path folder) {
    this.vault = vault;
    this.locator = new EvidenceLocator(folder, vault.records());
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
      if (cancellation.requested()) {
        break;
      }
      results.add(ask(question));
      done.accept(results.size());
    }
    return results;
  }

  private QuestionResult ask(KnownQuestion question) throws IOException {
    FirstShown shown = new FirstShown();
    Answer answer = vault.ask(Question.of(question.text()), shown, Cancellation.NEVER);
    double first = shown.milliseconds();
    List<Passage> passages = ranked(question, answer);
    List<Integer> ranks = new ArrayList<>();
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
    String said = QuestionResult.said(answer);
    TreeSet<Integer> cited = cited(answer);
    int right = 0;
    int ofEvidence = 0;
    for (int number : cited) {
      right += isRight(question, answer, number) ? 1 : 0;
      ofEvidence += isEvidence(question, answer, number) ? 1 : 0;
    }
    return new QuestionResult(
        question,
        answer,
        passages,
        worst,
        ranks.stream().distinct().sorted().toList(),
        question.accepted().stream().anyMatch(a -> ComparableText.containsExactly(said, a)),
        question.accepted().stream().anyMatch(a -> ComparableText.contains(said, a)),
        question.accepted().stream()
            .mapToDouble(a -> ComparableText.overlap(shownAsAnswer(answer), a))
            .max()
            .orElse(0),
        cited.size(),
        right,
        ofEvidence,
        first);
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

  private boolean isEvidence(KnownQuestion question, Answer answer, int number)
      throws IOException {
    if (number < 1 || number > answer.sources().size()) {
      return false;
    }
    for (KnownEvidence evidence : question.evidence()) {
      if (locator.holds(answer.sources().get(number - 1), evidence)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Passage one, Passage other) {
    return one.record().equals(other.record()) && one.start() == other.start();
  }

  private static String shownAsAnswer(Answer answer) {
    return answer.text().isEmpty() ? QuestionResult.said(answer) : answer.text();
  }

  private static TreeSet<Integer> cited(Answer answer) {
    TreeSet<Integer> cited = new TreeSet<>();
    answer.evidence().forEach(evidence -> cited.add(evidence.citation()));
    Matcher citation = CITATION.matcher(answer.text());
    while (citation.find()) {
      cited.add(Integer.parseInt(citation.group(1)));
    }
    return cited;
  }

  /**
   * Returns whether a cited passage holds what is said of it: every quotation word by word, and the
   * numbers and names of each sentence that cites it in one of the passages that the sentence
   * cites. A computed sentence's numbers are code's own; of it only the quotations are checked.
   */
  private static boolean isRight(KnownQuestion question, Answer answer, int number) {
    if (number < 1 || number > answer.sources().size()) {
      return false;
    }
    for (Evidence evidence : answer.evidence()) {
      if (evidence.citation() == number
          && !ComparableText.flat(answer.sources().get(number - 1).text())
              .contains(ComparableText.flat(evidence.quotation()))) {
        return false;
      }
    }
    if (answer.kind() != Answer.Kind.SENTENCES) {
      return true;
    }
    for (String sentence : SENTENCE_END.split(answer.text())) {
      if (sentence.contains("[" + number + "]") && !isSupported(question, answer, sentence)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSupported(KnownQuestion question, Answer answer, String sentence) {
    StringBuilder proof = new StringBuilder(question.text());
    Matcher citation = CITATION.matcher(sentence);
    while (citation.find()) {
      int number = Integer.parseInt(citation.group(1));
      if (number >= 1 && number <= answer.sources().size()) {
        Passage passage = answer.sources().get(number - 1);
        proof.append(' ').append(passage.text()).append(' ').append(passage.title());
        for (Participant participant : passage.participants()) {
          proof.append(' ').append(participant.name()).append(' ').append(participant.address());
        }
      }
    }
    String proven = proof.toString().toLowerCase(Locale.ROOT);
    String claim = CITATION.matcher(sentence).replaceAll("");
    return NUMBER.matcher(claim).results().allMatch(found -> proven.contains(found.group()))
        && NAME.matcher(claim)
            .results()
            .allMatch(found -> proven.contains(found.group().toLowerCase(Locale.ROOT)));
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
