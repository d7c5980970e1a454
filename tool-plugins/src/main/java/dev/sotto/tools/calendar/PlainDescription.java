package dev.sotto.tools.calendar;

import java.util.regex.Pattern;

/**
 * A description as text: some programs put HTML into it against RFC 5545. Only the tags of simple
 * formatting are taken as such. Stateless.
 */
final class PlainDescription {
  private static final Pattern HTML =
      Pattern.compile("(?i)<(?:br|/p|/div|/a|/b|/li|/ul|/span|/html-blob)\\b[^<>]{0,200}>");
  private static final Pattern LINE_END =
      Pattern.compile("(?i)<(?:br|/p|/div|/li|/tr|/h\\d|html-blob|/html-blob)\\b[^<>]{0,2000}>");
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]{0,2000}>");
  private static final Pattern SPACE_BEFORE_LINE_END = Pattern.compile("[ \\t\\u00a0]+\\n");
  private static final Pattern EMPTY_LINES = Pattern.compile("\\n{3,}");

  private PlainDescription() {}

  static String of(String description) {
    String text = description.replace("\r", "");
    if (HTML.matcher(text).find()) {
      text = LINE_END.matcher(text).replaceAll("\n");
      text = TAG.matcher(text).replaceAll("");
      text =
          text.replace("&nbsp;", " ")
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&quot;", "\"")
              .replace("&#39;", "'")
              .replace("&amp;", "&");
    }
    text = SPACE_BEFORE_LINE_END.matcher(text).replaceAll("\n");
    return EMPTY_LINES.matcher(text).replaceAll("\n\n").strip();
  }
}
