package dev.sotto.llm.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts a template into tokens, with the white space rules that chat templates are written for: a
 * line feed behind a statement is left out ({@code trim_blocks}), and so are spaces before one that
 * begins its line ({@code lstrip_blocks}). Source: the Jinja template designer documentation.
 */
final class Lexer {
  private static final List<String> OPERATORS =
      List.of(
          "==", "!=", "<=", ">=", "**", "//", "<", ">", "=", "+", "-", "*", "/", "%", "~", "|", ".",
          ",", ":", "(", ")", "[", "]", "{", "}");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private final int[] lineStarts;
  private int at;

  private Lexer(String source) {
    this.source = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    this.lineStarts =
        IntStream.concat(
                IntStream.of(0),
                IntStream.range(0, source.length())
                    .filter(i -> source.charAt(i) == '\n')
                    .map(i -> i + 1))
            .toArray();
  }

  static List<Token> cut(String source) {
    return new Lexer(source).cut();
  }

  private List<Token> cut() {
    boolean trimLineFeed = false;
    boolean trimAll = false;
    while (at < source.length()) {
      int open = nextOpen(at);
      String text = source.substring(at, open);
      if (trimAll) {
        text = text.stripLeading();
      } else if (trimLineFeed && text.startsWith("\n")) {
        text = text.substring(1);
      }
      if (open == source.length()) {
        addText(text, at);
        break;
      }
      boolean strip = open + 2 < source.length() && source.charAt(open + 2) == '-';
      boolean keep = open + 2 < source.length() && source.charAt(open + 2) == '+';
      char kind = source.charAt(open + 1);
      if (strip) {
        text = text.stripTrailing();
      } else if (kind != '{' && !keep) {
        text = withoutIndent(text, open);
      }
      addText(text, at);
      at = open + (strip || keep ? 3 : 2);
      if (kind == '#') {
        int end = source.indexOf("#}", at);
        if (end < 0) {
          throw token(Token.Kind.OPERATOR, "{#", open).refused("has a comment that does not end");
        }
        trimAll = source.charAt(end - 1) == '-';
        at = end + 2;
      } else {
        boolean output = kind == '{';
        add(output ? Token.Kind.OPEN_OUTPUT : Token.Kind.OPEN_STATEMENT, "", open);
        trimAll = inside(output ? "}}" : "%}", open);
        add(output ? Token.Kind.CLOSE_OUTPUT : Token.Kind.CLOSE_STATEMENT, "", at - 2);
      }
      trimLineFeed = kind != '{';
    }
    add(Token.Kind.END, "", source.length());
    return tokens;
  }

  private int nextOpen(int from) {
    for (int i = from; i + 1 < source.length(); i++) {
      char next = source.charAt(i + 1);
      if (source.charAt(i) == '{' && (next == '{' || next == '%' || next == '#')) {
        return i;
      }
    }
    return source.length();
  }

  private String withoutIndent(String text, int open) {
    int start = text.length();
    while (start > 0 && (text.charAt(start - 1) == ' ' || text.charAt(start - 1) == '\t')) {
      start--;
    }
    boolean beginsLine = start > 0 ? text.charAt(start - 1) == '\n' : lineBegins(open, text);
    return beginsLine ? text.substring(0, start) : text;
  }

  private boolean lineBegins(int open, String text) {
    int before = open - text.length();
    return before == 0 || source.charAt(before - 1) == '\n';
  }

  private void addText(String text, int from) {
    if (!text.isEmpty()) {
      add(Token.Kind.TEXT, text, from);
    }
  }

  /** Cuts up to the closing mark; returns whether white space behind it is left out. */
  private boolean inside(String close, int open) {
    int depth = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (source.startsWith("-" + close, at) && depth == 0) {
        at += 3;
        return true;
      } else if (source.startsWith(close, at) && depth == 0) {
        at += 2;
        return false;
      } else if (c == '\'' || c == '"') {
        string(c);
      } else if (isDigit(c)) {
        word(Token.Kind.NUMBER);
      } else if (isNameCharacter(c)) {
        word(Token.Kind.NAME);
      } else {
        String operator = operator();
        depth += "([{".contains(operator) ? 1 : ")]}".contains(operator) ? -1 : 0;
        add(Token.Kind.OPERATOR, operator, at);
        at += operator.length();
      }
    }
    throw token(Token.Kind.OPERATOR, "", open).refused("has a part that does not end, begun");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameCharacter(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  private void word(Token.Kind kind) {
    int start = at;
    while (at < source.length()
        && (isNameCharacter(source.charAt(at))
            || (kind == Token.Kind.NUMBER
                && source.charAt(at) == '.'
                && at + 1 < source.length()
                && isDigit(source.charAt(at + 1))))) {
      at++;
    }
    add(kind, source.substring(start, at), start);
  }

  private void string(char quote) {
    int start = at++;
    StringBuilder text = new StringBuilder();
    while (at < source.length() && source.charAt(at) != quote) {
      char c = source.charAt(at++);
      if (c != '\\' || at == source.length()) {
        text.append(c);
        continue;
      }
      char escaped = source.charAt(at++);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case '\\', '\'', '"' -> text.append(escaped);
        default -> text.append('\\').append(escaped);
      }
    }
    if (at == source.length()) {
      throw token(Token.Kind.STRING, "", start).refused("has a text that does not end, begun");
    }
    at++;
    add(Token.Kind.STRING, text.toString(), start);
  }

  private String operator() {
    for (String operator : OPERATORS) {
      if (source.startsWith(operator, at)) {
        return operator;
      }
    }
    throw token(Token.Kind.OPERATOR, "", at).refused("has a character that means nothing there");
  }

  private void add(Token.Kind kind, String text, int position) {
    tokens.add(token(kind, text, position));
  }

  private Token token(Token.Kind kind, String text, int position) {
    int found = Arrays.binarySearch(lineStarts, position);
    int line = found >= 0 ? found : -found - 2;
    return new Token(kind, text, line + 1, position - lineStarts[line] + 1);
  }
}
