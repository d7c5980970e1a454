package dev.sotto.tools.mail;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * Turns HTML of mail into text as a reader sees it: blocks become lines, table cells are set apart
 * by {@code |}, quotations get {@code > }, links keep their address as plain text behind them. What
 * the markup itself hides is dropped (by element, {@code hidden} or inline style; style sheets are
 * not evaluated). Nothing is ever fetched.
 */
final class HtmlText {
  private static final int MAX_LINK_CHARACTERS = 200;
  private static final int MAX_STYLE_CHARACTERS = 2_000;
  private static final int MAX_SHOWN_QUOTE_DEPTH = 16;
  private static final Set<String> DROPPED =
      Set.of(
          "head",
          "style",
          "script",
          "template",
          "noscript",
          "svg",
          "math",
          "object",
          "iframe",
          "audio",
          "video",
          "canvas",
          "select",
          "datalist",
          "title",
          "input",
          "textarea");
  private static final Set<String> PARAGRAPHS =
      Set.of(
          "p",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "ul",
          "ol",
          "dl",
          "table",
          "blockquote",
          "pre",
          "hr",
          "figure");
  private static final Pattern HIDING_STYLE =
      Pattern.compile(
          "display:none|visibility:hidden|visibility:collapse|opacity:0(?:\\.0*)?(?:;|!|$)|mso-hide:all"
              + "|font-size:0(?:px|pt|em|%)?(?:;|!|$)|max-height:0(?:px)?(?:;|!|$)|(?<![a-z-])height:0(?:px)?(?:;|!|$).*overflow:hidden");
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\u00AD\\u034F\\u061C\\u180E\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u206F\\uFEFF\\x{E0000}-\\x{E007F}]");

  private HtmlText() {}

  /** Returns the visible text of an HTML document or fragment. */
  static String of(String html) {
    Document document = Jsoup.parse(html);
    Lines lines = new Lines();
    NodeTraversor.filter(new Rendering(lines), document.body());
    return lines.text();
  }

  private static boolean isHidden(Element element) {
    if (DROPPED.contains(element.normalName()) || element.hasAttr("hidden")) {
      return true;
    }
    String style = element.attr("style");
    if (style.length() > MAX_STYLE_CHARACTERS) {
      style = style.substring(0, MAX_STYLE_CHARACTERS);
    }
    return !style.isEmpty()
        && HIDING_STYLE.matcher(style.toLowerCase(Locale.ROOT).replaceAll("\\s+", "")).find();
  }

  private static final class Rendering implements NodeFilter {
    private final Lines lines;
    private int preformatted;

    Rendering(Lines lines) {
      this.lines = lines;
    }

    @Override
    public FilterResult head(Node node, int depth) {
      if (node instanceof TextNode text) {
        lines.text(INVISIBLE.matcher(text.getWholeText()).replaceAll(""), preformatted > 0);
        return FilterResult.CONTINUE;
      }
      if (!(node instanceof Element element)) {
        return FilterResult.CONTINUE;
      }
      if (isHidden(element)) {
        return FilterResult.SKIP_ENTIRELY;
      }
      switch (element.normalName()) {
        case "br" -> lines.lineBreak();
        case "li" -> {
          lines.newLine();
          lines.text("- ", true);
        }
        case "td", "th" -> lines.cell();
        case "pre" -> {
          lines.paragraph();
          preformatted++;
        }
        case "blockquote" -> {
          lines.paragraph();
          lines.quoteDeeper(1);
        }
        default -> block(element);
      }
      return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (node instanceof Element element) {
        switch (element.normalName()) {
          case "a" -> link(element);
          case "img" -> lines.text(element.attr("alt"), false);
          case "tr" -> lines.newLine();
          case "pre" -> {
            preformatted--;
            lines.paragraph();
          }
          case "blockquote" -> {
            lines.paragraph();
            lines.quoteDeeper(-1);
          }
          case "br", "td", "th" -> {}
          default -> block(element);
        }
      }
      return FilterResult.CONTINUE;
    }

    private void block(Element element) {
      if (PARAGRAPHS.contains(element.normalName())) {
        lines.paragraph();
      } else if (element.isBlock()) {
        lines.newLine();
      }
    }

    private void link(Element element) {
      String address = element.attr("href").strip();
      String lower = address.toLowerCase(Locale.ROOT);
      boolean worthShowing = lower.startsWith("http://") || lower.startsWith("https://");
      if (worthShowing
          && address.length() <= MAX_LINK_CHARACTERS
          && lines.endsWithText()
          && !lines.endsWith(address)) {
        lines.text(" <" + address + ">", false);
      }
    }
  }

  private static final class Lines {
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private int quoteDepth;
    private int pendingBreaks;
    private boolean pendingSpace;
    private boolean pendingCell;

    void text(String text, boolean verbatim) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean space =
            c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u00A0';
        if (verbatim && c == '\n') {
          lineBreak();
        } else if (space && !(verbatim && c != '\r')) {
          pendingSpace = !line.isEmpty();
        } else if (c != '\r') {
          startLine();
          if (pendingCell && !line.isEmpty()) {
            line.append(" | ");
          } else if (pendingSpace && !line.isEmpty()) {
            line.append(' ');
          }
          pendingCell = false;
          pendingSpace = false;
          line.append(c);
        }
      }
    }

    void lineBreak() {
      if (line.isEmpty()) {
        pendingBreaks = Math.min(pendingBreaks + 1, 2);
      } else {
        newLine();
      }
    }

    void newLine() {
      if (!line.isEmpty()) {
        String finished = line.toString().stripTrailing();
        out.append(
                finished.isEmpty() ? "" : "> ".repeat(Math.min(quoteDepth, MAX_SHOWN_QUOTE_DEPTH)))
            .append(finished);
        line.setLength(0);
        pendingBreaks = Math.max(pendingBreaks, 1);
      }
      pendingSpace = false;
      pendingCell = false;
    }

    void paragraph() {
      newLine();
      pendingBreaks = 2;
    }

    void cell() {
      pendingCell = !line.isEmpty();
    }

    void quoteDeeper(int by) {
      quoteDepth += by;
    }

    boolean endsWithText() {
      return !line.isEmpty();
    }

    boolean endsWith(String text) {
      int start = line.length() - text.length();
      return start >= 0 && line.substring(start).equals(text);
    }

    String text() {
      newLine();
      return out.toString();
    }

    private void startLine() {
      if (line.isEmpty() && !out.isEmpty()) {
        out.append("\n".repeat(pendingBreaks));
      }
      if (line.isEmpty()) {
        pendingBreaks = 0;
      }
    }
  }
}
