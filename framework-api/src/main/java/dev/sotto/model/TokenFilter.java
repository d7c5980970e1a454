package dev.sotto.model;

/**
 * Says which tokens may come next during one generation, and is told which one came. An instance
 * serves one generation and one thread.
 */
public interface TokenFilter {
  /** Returns what may come next. Called once before each generated token that was not forced. */
  TokenChoice next();

  /**
   * Returns tokens that must come next, in their order, none where there is a choice. A model takes
   * them at once, without asking {@link #next} or weighing them, and accepts each.
   */
  default int[] forced() {
    return new int[0];
  }

  /**
   * Tells the filter which token was generated; it is one that {@link #next} allowed or {@link
   * #forced} gave.
   */
  void accept(int token);

  /** Makes a filter for one generation over a model's vocabulary. */
  @FunctionalInterface
  interface Factory {
    /** Allows everything. */
    Factory UNRESTRICTED =
        vocabulary ->
            new TokenFilter() {
              @Override
              public TokenChoice next() {
                return TokenChoice.ANY;
              }

              @Override
              public void accept(int token) {}
            };

    /** Returns a new filter. */
    TokenFilter create(TokenVocabulary vocabulary);
  }
}
