package dev.sotto.assistant;

import dev.sotto.search.Passage;
import java.util.List;

/**
 * The part of a passage that is shown to the model: the sentence that fits the question best, and
 * what stands around it.
 *
 * @param passage the passage
 * @param start offset of the window in the record's text
 * @param text the record's text from there
 * @param quotable the sentences of the window that may be quoted; none where another window's
 *     sentences fit better
 * @param similarity cosine similarity of the best sentence to the question, 0 without vectors
 * @param coverage share of the question's weighty words that stand in the window or the record's
 *     head, 0 to 1
 */
record Window(
    Passage passage,
    int start,
    String text,
    List<String> quotable,
    double similarity,
    double coverage) {
  @Override
  public String toString() {
    return "Window[" + passage + ", " + text.length() + " characters]";
  }
}
