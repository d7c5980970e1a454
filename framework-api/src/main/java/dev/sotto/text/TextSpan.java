package dev.sotto.text;

/**
 * A range of characters in a text.
 *
 * @param start offset of the first character
 * @param end offset after the last character
 */
public record TextSpan(int start, int end) {
  public TextSpan {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "A span runs forward from 0; found " + start + " to " + end);
    }
  }

  /** Returns the characters of this range. */
  public String of(String text) {
    return text.substring(start, end);
  }

  /** Returns how many characters it has. */
  public int length() {
    return end - start;
  }
}
