package dev.sotto.llm.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What templates calculate with: texts, whole numbers, fractions, truth values, lists, maps, {@link
 * #NONE} and {@link #UNDEFINED}.
 */
final class Values {
  /** Jinja's none. */
  static final Object NONE = Nothing.NONE;

  /** A name that has no value. */
  static final Object UNDEFINED = Nothing.UNDEFINED;

  private enum Nothing {
    NONE,
    UNDEFINED;

    @Override
    public String toString() {
      return this == NONE ? "None" : "";
    }
  }

  /** A function of a template. */
  @FunctionalInterface
  interface Callable {
    Object call(List<Object> arguments, Map<String, Object> named, Scope scope, Token at);
  }

  private Values() {}

  static boolean isTrue(Object value) {
    return switch (value) {
      case Boolean flag -> flag;
      case String text -> !text.isEmpty();
      case Long number -> number != 0;
      case Double number -> number != 0;
      case Collection<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> !NONE.equals(value) && !UNDEFINED.equals(value);
    };
  }

  static String text(Object value, Token at) {
    return switch (value) {
      case Boolean flag -> flag ? "True" : "False";
      case List<?> list -> json(list, true, at);
      case Map<?, ?> map -> json(map, true, at);
      default -> value.toString();
    };
  }

  static String json(Object value, boolean python, Token at) {
    StringBuilder out = new StringBuilder();
    writeJson(value, python, out, at);
    return out.toString();
  }

  private static void writeJson(Object value, boolean python, StringBuilder out, Token at) {
    if (out.length() > Scope.MOST_CHARACTERS) {
      throw at.refused("makes a text of more than " + Scope.MOST_CHARACTERS + " characters");
    }
    switch (value) {
      case String text -> out.append(quoted(text, python ? '\'' : '"'));
      case Boolean flag -> out.append(python ? text(flag, at) : flag.toString());
      case List<?> list -> {
        String separator = "[";
        for (Object one : list) {
          out.append(separator);
          writeJson(one, python, out, at);
          separator = ", ";
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(separator);
          writeJson(entry.getKey(), python, out, at);
          out.append(": ");
          writeJson(entry.getValue(), python, out, at);
          separator = ", ";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      default -> out.append(NONE.equals(value) && !python ? "null" : value.toString());
    }
  }

  /** Returns whether two values are equal, counting each comparison as a step. */
  static boolean same(Object a, Object b, Scope scope, Token at) {
    scope.step(at);
    if (a instanceof List<?> left && b instanceof List<?> right) {
      boolean same = left.size() == right.size();
      for (int i = 0; same && i < left.size(); i++) {
        same = same(left.get(i), right.get(i), scope, at);
      }
      return same;
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      boolean same = left.size() == right.size();
      for (Map.Entry<?, ?> entry : left.entrySet()) {
        Object other = right.get(entry.getKey());
        same = same && other != null && same(entry.getValue(), other, scope, at);
      }
      return same;
    }
    return a.equals(b);
  }

  /** Returns a key of a map: a text or a number. */
  static Object key(Object value, Token at) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    throw at.refused("takes " + kind(value) + " for a key");
  }

  private static String quoted(String text, char quote) {
    StringBuilder out = new StringBuilder().append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c == quote || c == '\\') {
            out.append('\\').append(c);
          } else if (c < ' ') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append(quote).toString();
  }

  static List<Object> list(Object value, Token at) {
    return switch (value) {
      case Collection<?> list -> new ArrayList<>(list);
      case Map<?, ?> map -> new ArrayList<>(map.keySet());
      case String text -> new ArrayList<>(text.codePoints().mapToObj(Character::toString).toList());
      default -> {
        if (UNDEFINED.equals(value)) {
          yield new ArrayList<>();
        }
        throw at.refused("goes through what is no list (" + kind(value) + ")");
      }
    };
  }

  static String kind(Object value) {
    return switch (value) {
      case String text -> "a text";
      case Boolean flag -> "a truth value";
      case Long number -> "a number";
      case Double number -> "a number";
      case Collection<?> list -> "a list";
      case Map<?, ?> map -> "a map";
      case Callable function -> "a function";
      default -> NONE.equals(value) ? "none" : "undefined";
    };
  }

  static long whole(Object value, Token at) {
    if (value instanceof Long number) {
      return number;
    }
    throw at.refused("needs a whole number and has " + kind(value));
  }

  static String string(Object value, Token at) {
    if (value instanceof String text) {
      return text;
    }
    throw at.refused("needs a text and has " + kind(value));
  }

  static Object attribute(Object value, Object key, Token at) {
    return switch (value) {
      case Map<?, ?> map -> {
        Object found = map.get(key(key, at));
        yield found == null ? UNDEFINED : found;
      }
      case List<?> list when key instanceof Long index -> {
        long position = index < 0 ? list.size() + index : index;
        yield position >= 0 && position < list.size() ? list.get((int) position) : UNDEFINED;
      }
      case String text when key instanceof Long index -> {
        long position = index < 0 ? text.length() + index : index;
        yield position >= 0 && position < text.length()
            ? String.valueOf(text.charAt((int) position))
            : UNDEFINED;
      }
      default -> {
        if (UNDEFINED.equals(value)) {
          throw at.refused("asks for a part of what is undefined");
        }
        yield UNDEFINED;
      }
    };
  }

  static Object slice(Object value, Object from, Object to, Object by, Token at) {
    long step = NONE.equals(by) ? 1 : Math.clamp(whole(by, at), -1L << 32, 1L << 32);
    if (step == 0) {
      throw at.refused("takes a part in steps of 0");
    }
    List<Object> all = list(value, at);
    int size = all.size();
    long start = NONE.equals(from) ? (step > 0 ? 0 : size - 1) : bound(whole(from, at), size, step);
    long end = NONE.equals(to) ? (step > 0 ? size : -1) : bound(whole(to, at), size, step);
    List<Object> part = new ArrayList<>();
    for (long i = start; step > 0 ? i < end : i > end; i += step) {
      part.add(all.get((int) i));
    }
    return value instanceof String
        ? String.join("", part.stream().map(Object::toString).toList())
        : part;
  }

  private static long bound(long index, int size, long step) {
    long position = index < 0 ? index + size : index;
    return step > 0 ? Math.clamp(position, 0L, (long) size) : Math.clamp(position, -1L, size - 1L);
  }

  static Object sum(Object a, Object b, Token at) {
    if (a instanceof String left && b instanceof String right) {
      return joined(left, right, at);
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      if (left.size() + right.size() > Scope.MOST_ELEMENTS) {
        throw at.refused("makes a list of more than " + Scope.MOST_ELEMENTS + " elements");
      }
      List<Object> both = new ArrayList<>(left);
      both.addAll(right);
      return both;
    }
    if (a instanceof Long left && b instanceof Long right) {
      return left + right;
    }
    throw at.refused("adds " + kind(a) + " and " + kind(b));
  }

  /** Joins two texts, unless they get longer than any prompt. */
  static String joined(String left, String right, Token at) {
    if ((long) left.length() + right.length() > Scope.MOST_CHARACTERS) {
      throw at.refused("makes a text of more than " + Scope.MOST_CHARACTERS + " characters");
    }
    return left + right;
  }

  static boolean contains(Object whole, Object part, Scope scope, Token at) {
    return switch (whole) {
      case String text -> text.contains(string(part, at));
      case Map<?, ?> map -> map.containsKey(key(part, at));
      default -> {
        boolean found = false;
        for (Object one : list(whole, at)) {
          found = found || same(one, part, scope, at);
        }
        yield found;
      }
    };
  }

  static int compare(Object a, Object b, Token at) {
    if (a instanceof Long left && b instanceof Long right) {
      return Long.compare(left, right);
    }
    if (a instanceof String left && b instanceof String right) {
      return left.compareTo(right);
    }
    throw at.refused("compares " + kind(a) + " with " + kind(b));
  }
}
