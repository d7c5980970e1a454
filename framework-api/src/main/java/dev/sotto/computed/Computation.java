package dev.sotto.computed;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Optional;

/** Answers what code can compute from records, and nothing else. For one thread. */
@FunctionalInterface
public interface Computation {
  /** Computes nothing. */
  Computation NONE = (question, now) -> Optional.empty();

  /**
   * Answers a question, if it is surely one that can be computed and the records suffice.
   *
   * @param question the person's words
   * @param now the moment on the person's clock
   * @throws IOException if the records can't be read
   */
  Optional<ComputedAnswer> answer(String question, LocalDateTime now) throws IOException;
}
