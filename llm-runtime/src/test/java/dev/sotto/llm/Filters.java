package dev.sotto.llm;

import dev.sotto.model.TokenChoice;
import dev.sotto.model.TokenFilter;
import java.util.List;

/** Token filters for tests. */
final class Filters {
  private Filters() {}

  /** Allows everything and notes what came. */
  static TokenFilter recording(List<Integer> tokens) {
    return new TokenFilter() {
      @Override
      public TokenChoice next() {
        return TokenChoice.ANY;
      }

      @Override
      public void accept(int token) {
        tokens.add(token);
      }
    };
  }
}
