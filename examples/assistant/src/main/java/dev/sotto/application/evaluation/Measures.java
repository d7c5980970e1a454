package dev.sotto.application.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * The measures over some results; {@code docs/evaluation.md} defines each.
 *
 * @param results what is measured
 */
public record Measures(List<QuestionResult> results) {
  private static final double QUANTILE_95 = 1.959964;

  /**
   * A share of a number of cases.
   *
   * @param share 0 to 1; NaN where there are no cases
   * @param cases how many there are
   */
  public record Share(double share, int cases) {
    /** Returns the bounds of Wilson's score interval at 95 %. */
    public double[] interval() {
      if (cases == 0) {
        return new double[] {0, 1};
      }
      double z2 = QUANTILE_95 * QUANTILE_95;
      double middle = (share + z2 / (2 * cases)) / (1 + z2 / cases);
      double half =
          QUANTILE_95
              / (1 + z2 / cases)
              * Math.sqrt(share * (1 - share) / cases + z2 / (4.0 * cases * cases));
      return new double[] {Math.max(0, middle - half), Math.min(1, middle + half)};
    }
  }

  public Measures {
    results = List.copyOf(results);
  }

  /** Returns the measures of each kind of question, in the order in which kinds first come. */
  public Map<String, Measures> byKind() {
    Map<String, List<QuestionResult>> kinds = new LinkedHashMap<>();
    for (QuestionResult result : results) {
      kinds.computeIfAbsent(result.question().kind(), _ -> new ArrayList<>()).add(result);
    }
    Map<String, Measures> measures = new LinkedHashMap<>();
    kinds.forEach((kind, some) -> measures.put(kind, new Measures(some)));
    return measures;
  }

  /** Returns the share of questions with evidence of which all is among the first k passages. */
  public Share recallAt(int k) {
    return share(
        result -> !result.question().evidence().isEmpty(),
        result -> result.rank() > 0 && result.rank() <= k);
  }

  /** Returns the share of answerable questions whose answer holds an accepted one. */
  public Share contains() {
    return share(Measures::isAnswerable, QuestionResult::contains);
  }

  /** Returns the same, words in any order allowed. */
  public Share containsWords() {
    return share(Measures::isAnswerable, QuestionResult::containsWords);
  }

  /** Returns the mean overlap of answerable questions' answers with an accepted one. */
  public Share overlap() {
    List<QuestionResult> some = results.stream().filter(Measures::isAnswerable).toList();
    return new Share(
        some.stream().mapToDouble(QuestionResult::overlap).average().orElse(Double.NaN),
        some.size());
  }

  /** Returns the share of the citations that can be checked that hold what is said of them. */
  public Share citationPrecision() {
    return ratio(QuestionResult::citationsRight, QuestionResult::citationsChecked);
  }

  /** Returns the share of citations that hold a piece of evidence. */
  public Share citationsOfEvidence() {
    return ratio(QuestionResult::citationsOfEvidence, QuestionResult::citations);
  }

  /** Returns the share of absent questions that were not answered. */
  public Share abstainRecall() {
    return share(
        result -> result.isAsked() && result.question().isAbsent(), QuestionResult::abstained);
  }

  /** Returns the share of unanswered questions that are absent. */
  public Share abstainPrecision() {
    return share(QuestionResult::abstained, result -> result.question().isAbsent());
  }

  /**
   * Returns a quantile of the time until something was shown, in milliseconds: the smallest time
   * that this share of the questions did not exceed.
   */
  public double firstShown(double quantile) {
    double[] sorted =
        results.stream()
            .filter(QuestionResult::isAsked)
            .mapToDouble(QuestionResult::firstShownMilliseconds)
            .sorted()
            .toArray();
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length) - 1)];
  }

  /** Writes all measures into an object. */
  public void writeTo(ObjectNode json) {
    json.put("questions", results.size());
    put(json, "recall@1", recallAt(1));
    put(json, "recall@5", recallAt(5));
    put(json, "f1", overlap());
    put(json, "contains", contains());
    put(json, "contains_words", containsWords());
    put(json, "citation_precision", citationPrecision());
    put(json, "citation_evidence", citationsOfEvidence());
    put(json, "abstain_recall", abstainRecall());
    put(json, "abstain_precision", abstainPrecision());
    ObjectNode first = json.putObject("ttft_ms");
    put(first, "p50", firstShown(0.5));
    put(first, "p95", firstShown(0.95));
  }

  private static void put(ObjectNode json, String name, double milliseconds) {
    if (Double.isNaN(milliseconds)) {
      json.putNull(name);
    } else {
      json.put(name, Math.round(milliseconds));
    }
  }

  private static void put(ObjectNode json, String name, Share share) {
    if (share.cases() == 0) {
      json.putNull(name);
    } else {
      json.put(name, rounded(share.share()));
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  private static boolean isAnswerable(QuestionResult result) {
    return result.isAsked() && !result.question().isAbsent();
  }

  private Share share(Predicate<QuestionResult> among, Predicate<QuestionResult> counted) {
    List<QuestionResult> some = results.stream().filter(among).toList();
    return new Share(
        some.isEmpty() ? Double.NaN : (double) some.stream().filter(counted).count() / some.size(),
        some.size());
  }

  private Share ratio(
      ToIntFunction<QuestionResult> counted, ToIntFunction<QuestionResult> among) {
    int cases = results.stream().mapToInt(among).sum();
    return new Share(
        cases == 0 ? Double.NaN : (double) results.stream().mapToInt(counted).sum() / cases, cases);
  }
}
