package dev.sotto.tools.calendar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One unfolded line of a calendar: a name, parameters, a value (RFC 5545, section 3.1; parameter
 * values RFC 6868). What programs get wrong about quotation marks is forgiven.
 *
 * @param name in upper case
 * @param parameters by name in upper case
 * @param value as it stands, escapes included
 * @param written the whole line, as it stands
 */
record ContentLine(
    String name, Map<String, List<String>> parameters, String value, String written) {
  /** Reads a line; empty if it has no name or no value. */
  static Optional<ContentLine> parse(String line) {
    int at = 0;
    while (at < line.length() && isNameCharacter(line.charAt(at))) {
      at++;
    }
    if (at == 0 || at == line.length()) {
      return Optional.empty();
    }
    String name = line.substring(0, at).toUpperCase(Locale.ROOT);
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    while (at < line.length() && line.charAt(at) == ';') {
      int equals = at + 1;
      while (equals < line.length() && isNameCharacter(line.charAt(equals))) {
        equals++;
      }
      String parameter = line.substring(at + 1, equals).toUpperCase(Locale.ROOT);
      at = equals;
      if (at < line.length() && line.charAt(at) == '=') {
        List<String> values = parameters.computeIfAbsent(parameter, key -> new ArrayList<>(1));
        do {
          at = parameterValue(line, at + 1, values);
        } while (at < line.length() && line.charAt(at) == ',');
      }
    }
    if (at >= line.length() || line.charAt(at) != ':') {
      return Optional.empty();
    }
    return Optional.of(new ContentLine(name, parameters, line.substring(at + 1), line));
  }

  /** Returns this line with more text behind it. */
  ContentLine continuedBy(String more) {
    return new ContentLine(name, parameters, value + "\\n" + more, written + "\\n" + more);
  }

  /** Returns the first value of a parameter. */
  Optional<String> parameter(String parameter) {
    List<String> values = parameters.get(parameter);
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** Tells whether a parameter has this value, in whatever case. */
  boolean has(String parameter, String wanted) {
    return parameter(parameter).filter(found -> found.equalsIgnoreCase(wanted)).isPresent();
  }

  /** Returns the value as text (RFC 5545, section 3.3.11). */
  String text() {
    return unescaped(value);
  }

  /** Returns the values of a list of texts, without empty ones. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= value.length(); at++) {
      if (at < value.length() && value.charAt(at) == '\\') {
        at++;
      } else if (at == value.length() || value.charAt(at) == ',') {
        String text = unescaped(value.substring(start, Math.min(at, value.length()))).strip();
        if (!text.isEmpty()) {
          texts.add(text);
        }
        start = at + 1;
      }
    }
    if (start < value.length()) {
      String text = unescaped(value.substring(start)).strip();
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  @Override
  public String toString() {
    return "ContentLine[" + value.length() + " characters]";
  }

  private static String unescaped(String escaped) {
    StringBuilder text = new StringBuilder(escaped.length());
    for (int at = 0; at < escaped.length(); at++) {
      char c = escaped.charAt(at);
      if (c == '\\' && at + 1 < escaped.length()) {
        char next = escaped.charAt(++at);
        switch (next) {
          case 'n', 'N' -> text.append('\n');
          case '\\', ';', ',', '"', ':' -> text.append(next);
          default -> text.append(c).append(next);
        }
      } else if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static int parameterValue(String line, int start, List<String> values) {
    boolean quoted = start < line.length() && line.charAt(start) == '"';
    int at = quoted ? start + 1 : start;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (quoted ? c == '"' : c == ';' || c == ':' || c == ',') {
        break;
      }
      at += !quoted && c == '\\' && at + 1 < line.length() ? 2 : 1;
    }
    values.add(withoutCarets(line.substring(quoted ? start + 1 : start, at)));
    if (!quoted) {
      return at;
    }
    at = Math.min(at + 1, line.length());
    while (at < line.length() && ";:,".indexOf(line.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static String withoutCarets(String value) {
    if (value.indexOf('^') < 0) {
      return value;
    }
    StringBuilder text = new StringBuilder(value.length());
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      char next = at + 1 < value.length() ? value.charAt(at + 1) : ' ';
      if (c == '^' && (next == 'n' || next == '\'' || next == '^')) {
        text.append(next == 'n' ? '\n' : next == '\'' ? '"' : '^');
        at++;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
