package dev.sotto.index.passage;

/**
 * Where a passage lies in a text.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 * @param heading the nearest heading above it that is not part of it, without its marks; empty if
 *     there is none
 * @param origin whose words they are
 */
public record PassageSpan(int start, int end, String heading, Origin origin) {
  /** Whose words a passage holds. */
  public enum Origin {
    /** Written in this record. */
    OWN_WORDS,
    /** Quoted from an earlier message. */
    QUOTED_REPLY
  }

  @Override
  public String toString() {
    return "PassageSpan[" + start + "-" + end + ", " + origin + "]";
  }
}
