package dev.sotto.tools.mail;

/**
 * Joins the lines of {@code format=flowed} text to the paragraphs they were (RFC 3676, section 4).
 */
final class FlowedText {
  private static final String SIGNATURE = "-- ";

  private FlowedText() {}

  /**
   * Returns the text with its flowed lines joined; quoting and signature separators stay.
   *
   * @param text line ends as {@code \n}
   * @param deletesSpace whether the space at the end of a flowed line goes ({@code DelSp=yes})
   */
  static String joined(String text, boolean deletesSpace) {
    StringBuilder out = new StringBuilder(text.length());
    int openDepth = -1;
    for (String line : text.split("\n", -1)) {
      int depth = 0;
      while (depth < line.length() && line.charAt(depth) == '>') {
        depth++;
      }
      String content = line.substring(depth);
      if (content.startsWith(" ")) {
        content = content.substring(1);
      }
      boolean signature = content.equals(SIGNATURE);
      if (openDepth == depth && !signature) {
        out.append(content);
      } else {
        if (openDepth != -1 || !out.isEmpty()) {
          endLine(out);
        }
        out.append(">".repeat(depth))
            .append(depth > 0 && !content.isEmpty() ? " " : "")
            .append(content);
      }
      openDepth = -1;
      if (content.endsWith(" ") && !signature) {
        openDepth = depth;
        if (deletesSpace) {
          out.setLength(out.length() - 1);
        }
      } else {
        out.append('\n');
      }
    }
    if (!out.isEmpty()) {
      out.setLength(out.length() - 1);
    }
    return out.toString();
  }

  private static void endLine(StringBuilder out) {
    if (out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
  }
}
