package dev.sotto.text;

/**
 * Makes text from records safe to show on a terminal or page: control characters (C0, C1, escape
 * sequences' start) are replaced, and characters that are invisible or turn the writing direction
 * are made visible as {@code ⟨U+202E⟩}. Line feeds and tabs stay. Stateless.
 */
public final class SafeText {
  private SafeText() {}

  /** Returns the text with nothing in it that acts on a terminal or hides from a reader. */
  public static String of(String text) {
    StringBuilder safe = null;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int width = Character.charCount(c);
      if (!isHarmless(c)) {
        if (safe == null) {
          safe = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        if (c != '\r') {
          safe.append(String.format("⟨U+%04X⟩", c));
        }
      } else if (safe != null) {
        safe.appendCodePoint(c);
      }
      i += width;
    }
    return safe == null ? text : safe.toString();
  }

  /** Returns the text on one line, safe to show. */
  public static String line(String text) {
    return of(text.replaceAll("\\s+", " ").strip());
  }

  private static boolean isHarmless(int c) {
    if (c == '\n' || c == '\t' || c == 0x200C || c == 0x200D || c == 0xFE0F) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
