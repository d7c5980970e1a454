package dev.sotto.model;

/** The tokens of a language model, by number. Immutable and safe for all threads. */
public interface TokenVocabulary {
  /** Returns how many tokens there are; numbers run from 0 to {@code size() - 1}. */
  int size();

  /**
   * Returns the UTF-8 bytes that a token stands for in generated text, possibly part of a
   * character. Empty for control and unused tokens. The array is the caller's own.
   */
  byte[] bytes(int token);

  /** Returns whether generation ends at this token. */
  boolean endsTurn(int token);
}
