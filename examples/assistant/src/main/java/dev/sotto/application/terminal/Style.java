package dev.sotto.application.terminal;

/** Colours of the terminal, or none. Immutable. */
public final class Style {
  private static final String END = "\u001b[0m";

  private final boolean coloured;

  /** Returns a style that colours where these surroundings want colour. */
  public static Style of(Surroundings surroundings) {
    return new Style(surroundings.isColoured());
  }

  private Style(boolean coloured) {
    this.coloured = coloured;
  }

  /** Returns text that stands out. */
  public String strong(String text) {
    return with("\u001b[1m", text);
  }

  /** Returns text that stands back. */
  public String faint(String text) {
    return with("\u001b[2m", text);
  }

  /** Returns a quotation. */
  public String quotation(String text) {
    return with("\u001b[36m", text);
  }

  /** Returns a warning. */
  public String warning(String text) {
    return with("\u001b[33m", text);
  }

  private String with(String begin, String text) {
    return coloured && !text.isEmpty() ? begin + text + END : text;
  }
}
