package dev.sotto.securestore.v1;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Named values as lines of UTF-8: name, space, value, line feed. In a value, a backslash and every
 * character that could break or hide a line stand as <code>\&#123;hexadecimal code point}</code>.
 */
final class FieldLines {
  private FieldLines() {}

  /** Writes lines. For one thread. */
  static final class Writer {
    private final StringBuilder lines = new StringBuilder();

    Writer put(String name, Object value) {
      lines.append(name).append(' ').append(escaped(value.toString())).append('\n');
      return this;
    }

    Writer putAll(String name, List<String> values) {
      values.forEach(value -> put(name, value));
      return this;
    }

    byte[] toByteArray() {
      return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Takes lines one after another; what does not fit is an {@link IllegalArgumentException}. For
   * one thread.
   */
  static final class Reader {
    private final List<String> lines;
    private int next;

    Reader(byte[] text) {
      try {
        String decoded =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        lines = new ArrayList<>(List.of(decoded.split("\n", -1)));
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException("The text is not UTF-8", e);
      }
      if (!lines.removeLast().isEmpty()) {
        throw new IllegalArgumentException("The last line has no end");
      }
    }

    String take(String name) {
      return find(name)
          .orElseThrow(() -> new IllegalArgumentException("The field " + name + " is missing"));
    }

    long takeLong(String name) {
      return Long.parseLong(take(name));
    }

    Optional<String> find(String name) {
      String prefix = name + " ";
      if (next == lines.size() || !lines.get(next).startsWith(prefix)) {
        return Optional.empty();
      }
      return Optional.of(unescaped(lines.get(next++).substring(prefix.length())));
    }

    List<String> takeAll(String name) {
      List<String> values = new ArrayList<>();
      for (Optional<String> value = find(name); value.isPresent(); value = find(name)) {
        values.add(value.get());
      }
      return values;
    }
  }

  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(c -> {
          if (c == '\\' || isUnsafe(c)) {
            escaped.append("\\{").append(Integer.toHexString(c)).append('}');
          } else {
            escaped.appendCodePoint(c);
          }
        });
    return escaped.toString();
  }

  private static String unescaped(String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) != '\\') {
        plain.append(value.charAt(i));
        continue;
      }
      int end = value.indexOf('}', i);
      if (end < 0 || value.charAt(i + 1) != '{') {
        throw new IllegalArgumentException("An escaped character has an unknown form");
      }
      plain.appendCodePoint(Integer.parseInt(value, i + 2, end, 16));
      i = end;
    }
    return plain.toString();
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
