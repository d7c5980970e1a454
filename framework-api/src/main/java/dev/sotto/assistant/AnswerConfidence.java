package dev.sotto.assistant;

import java.util.List;

/**
 * Decides from retrieval alone whether there is anything to answer from, since a small model's own
 * abstention is weak. A window counts as near when its best sentence means nearly the same as the
 * question, or means something like it and the question's weighty words stand around it. Stateless;
 * the thresholds were measured, see docs/evaluation.md.
 */
final class AnswerConfidence {
  private static final double NEAR_SIMILARITY = 0.56;
  private static final double NEAR_COVERAGE = 0.35;
  private static final double SURE_SIMILARITY = 0.6;

  private AnswerConfidence() {}

  /** Returns whether the windows are near enough to the question to answer from them. */
  static boolean mayAnswer(List<Window> windows) {
    return windows.stream().anyMatch(AnswerConfidence::isNear);
  }

  /** Returns whether the model may still abstain over these windows. */
  static EvidenceGrammar.Abstention modelMayAbstain(List<Window> windows) {
    return windows.stream().anyMatch(AnswerConfidence::isSure)
        ? EvidenceGrammar.Abstention.EXCLUDED
        : EvidenceGrammar.Abstention.ALLOWED;
  }

  private static boolean isNear(Window window) {
    return window.similarity() >= NEAR_SIMILARITY || window.coverage() >= NEAR_COVERAGE;
  }

  private static boolean isSure(Window window) {
    return window.similarity() >= SURE_SIMILARITY || window.coverage() >= NEAR_COVERAGE;
  }
}
