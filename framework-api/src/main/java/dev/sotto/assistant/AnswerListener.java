package dev.sotto.assistant;

import dev.sotto.search.Passage;
import java.util.List;

/** Hears an answer as it comes into being, on the asking thread, in the order of these methods. */
public interface AnswerListener {
  /** Ignores everything. */
  AnswerListener SILENT = new AnswerListener() {};

  /**
   * The passages on offer, by citation number: the first is [1]. Not called when nothing was found.
   */
  default void sources(List<Passage> sources) {}

  /** The answer was computed; there are no quotations and no draft then. */
  default void computed(String text) {}

  /** A quotation is complete; it can be shown as the found source at once. */
  default void evidence(Evidence evidence) {}

  /** The next piece of the sentence being written; not checked yet. */
  default void draft(String piece) {}

  /** The sentence that was drafted since the last call passed the check. */
  default void confirmed(String sentence) {}

  /** The sentence that was drafted since the last call failed the check and is taken back. */
  default void withdrawn(String sentence) {}
}
