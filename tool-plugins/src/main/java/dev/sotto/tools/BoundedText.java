package dev.sotto.tools;

/**
 * Keeps one-line texts such as titles and names short, whoever wrote them, so that a subject of a
 * megabyte can't crowd out everything else. Stateless.
 */
public final class BoundedText {
  /** The longest title of a record, in UTF-16 code units. */
  public static final int MAX_TITLE = 500;

  private static final String ELLIPSIS = "\u2026";

  private BoundedText() {}

  /**
   * Returns the text, or its beginning and an ellipsis where it is longer than allowed; no
   * character is cut in two.
   *
   * @param max the greatest length of the result in UTF-16 code units, at least 1
   */
  public static String of(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = max - ELLIPSIS.length();
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + ELLIPSIS;
  }
}
