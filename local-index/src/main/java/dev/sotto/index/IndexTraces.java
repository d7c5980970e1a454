package dev.sotto.index;

/**
 * What a search index still knows of records that it should not.
 *
 * @param records of how many of them an entry stands among the terms, deleted or not
 * @param byWords how many hits of searches by words are of them
 * @param byMeaning how many of the nearest vectors are of them
 */
public record IndexTraces(int records, int byWords, int byMeaning) {
  /** Returns whether there are none. */
  public boolean areNone() {
    return records == 0 && byWords == 0 && byMeaning == 0;
  }
}
