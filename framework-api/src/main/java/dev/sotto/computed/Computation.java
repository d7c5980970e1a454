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

  /** Returns a computation that tries this one first, and another where it has no answer. */
  default Computation orElse(Computation other) {
    return (question, now) -> {
      Optional<ComputedAnswer> answer = answer(question, now);
      return answer.isPresent() ? answer : other.answer(question, now);
    };
  }
}
