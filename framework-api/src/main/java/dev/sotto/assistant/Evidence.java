package dev.sotto.assistant;

import dev.sotto.search.Passage;

/**
 * Words copied from a passage.
 *
 * @param citation the number under which the passage is cited, from 1
 * @param passage the passage
 * @param start offset of the quotation in the record's text
 * @param quotation the words, exactly as they stand in the record at {@code start}
 */
public record Evidence(int citation, Passage passage, int start, String quotation) {
  public Evidence {
    int offset = start - passage.start();
    if (offset < 0 || !passage.text().startsWith(quotation, offset)) {
      throw new IllegalArgumentException(
          "A quotation stands verbatim in its passage; this one does not");
    }
  }

  @Override
  public String toString() {
    return "Evidence[" + citation + ", " + quotation.length() + " characters of " + passage + "]";
  }
}
