package dev.sotto.assistant;

import java.util.List;

/**
 * Decides from retrieval alone whether there is anything to answer from; the model has no say. A
 * window counts as near when its best sentence means nearly the same as the question, or means
 * something like it and the question's weighty words stand around it. Stateless; the thresholds
 * were measured, see docs/evaluation.md.
 */
final class AnswerConfidence {
  private static final double NEAR_SIMILARITY = 0.56;
  private static final double NEAR_COVERAGE = 0.35;

  private AnswerConfidence() {}

  /** Returns whether the windows are near enough to the question to answer from them. */
  static boolean mayAnswer(List<Window> windows) {
    return windows.stream().anyMatch(AnswerConfidence::isNear);
  }

  private static boolean isNear(Window window) {
    return window.similarity() >= NEAR_SIMILARITY || window.coverage() >= NEAR_COVERAGE;
  }
}
