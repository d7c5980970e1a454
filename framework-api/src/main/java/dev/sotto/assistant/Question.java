package dev.sotto.assistant;

import dev.sotto.search.SearchFilter;

/**
 * What a person asks.
 *
 * @param text the person's words, unchanged
 * @param filter which records may answer
 */
public record Question(String text, SearchFilter filter) {
  public Question {
    if (text.isBlank()) {
      throw new IllegalArgumentException("A question has words; found only white space");
    }
  }

  /** Returns a question to all records. */
  public static Question of(String text) {
    return new Question(text, SearchFilter.NONE);
  }

  @Override
  public String toString() {
    return "Question[" + text.length() + " characters]";
  }
}
