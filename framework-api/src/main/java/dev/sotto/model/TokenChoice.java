package dev.sotto.model;

import java.util.Arrays;

/** What a token filter allows at one step. */
public sealed interface TokenChoice {
  /** Every token is allowed. */
  TokenChoice ANY = new Any();

  /** Every token is allowed. */
  record Any() implements TokenChoice {}

  /**
   * Only these tokens are allowed.
   *
   * @param tokens at least one token number, in any order, no duplicates needed; not copied, not to
   *     be changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Only(int[] tokens) implements TokenChoice {
    public Only {
      if (tokens.length == 0) {
        throw new IllegalArgumentException(
            "A token filter must leave at least one token; found none");
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Only only && Arrays.equals(tokens, only.tokens);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(tokens);
    }

    @Override
    public String toString() {
      return "Only[" + tokens.length + " tokens]";
    }
  }
}
