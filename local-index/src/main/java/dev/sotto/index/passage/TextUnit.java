package dev.sotto.index.passage;

/**
 * What is not cut further: a heading, a sentence, a list item, a chat message, or a piece of an
 * overlong one.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 * @param weight its length in words, see {@link TextWeight}
 * @param block the number of the paragraph, list or quotation it belongs to
 * @param kind what it is
 */
record TextUnit(int start, int end, double weight, int block, Kind kind) {
  enum Kind {
    HEADING,
    TEXT,
    QUOTE
  }

  @Override
  public String toString() {
    return "TextUnit[" + start + "-" + end + ", " + kind + "]";
  }
}
