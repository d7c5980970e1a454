package dev.sotto.llm.template;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters, tests, methods and functions that chat templates use. */
final class Builtins {
  static final Set<String> FILTERS =
      Set.of(
          "trim",
          "length",
          "count",
          "upper",
          "lower",
          "capitalize",
          "title",
          "join",
          "default",
          "d",
          "tojson",
          "list",
          "first",
          "last",
          "replace",
          "items",
          "string",
          "int",
          "safe",
          "selectattr",
          "rejectattr",
          "map",
          "reverse",
          "e",
          "escape");
  static final Set<String> TESTS =
      Set.of(
          "defined",
          "undefined",
          "none",
          "string",
          "mapping",
          "iterable",
          "sequence",
          "number",
          "integer",
          "boolean",
          "true",
          "false",
          "odd",
          "even",
          "equalto",
          "eq",
          "ne",
          "in");

  private static final Map<Character, String> DATE_FIELDS =
      Map.of(
          'd', "dd", 'm', "MM", 'Y', "yyyy", 'y', "yy", 'b', "MMM", 'B', "MMMM", 'A', "EEEE", 'a',
          "EEE", 'H', "HH", 'M', "mm");

  private Builtins() {}

  static void define(Scope scope, Clock clock) {
    scope.set(
        "raise_exception", (Values.Callable) (arguments, named, s, at) -> raise(arguments, at));
    scope.set("namespace", (Values.Callable) (a, named, s, at) -> new LinkedHashMap<>(named));
    scope.set("dict", (Values.Callable) (a, named, s, at) -> new LinkedHashMap<>(named));
    scope.set("range", (Values.Callable) (arguments, named, s, at) -> range(arguments, s, at));
    scope.set(
        "strftime_now", (Values.Callable) (arguments, named, s, at) -> date(arguments, clock, at));
  }

  private static Object raise(List<Object> arguments, Token at) {
    String said = arguments.isEmpty() ? "nothing" : Values.text(arguments.getFirst(), at);
    String shown = said.length() > 200 ? said.substring(0, 200) + "..." : said;
    throw at.refused("refuses this conversation: " + shown.replaceAll("[^ -~]", "?"));
  }

  private static Object range(List<Object> arguments, Scope scope, Token at) {
    long from = arguments.size() > 1 ? Values.whole(arguments.get(0), at) : 0;
    long to = Values.whole(argument(arguments, arguments.size() > 1 ? 1 : 0, at), at);
    List<Object> numbers = new ArrayList<>();
    for (long i = from; i < to; i++) {
      scope.step(at);
      numbers.add(i);
    }
    return numbers;
  }

  private static Object date(List<Object> arguments, Clock clock, Token at) {
    String format = Values.string(argument(arguments, 0, at), at);
    StringBuilder out = new StringBuilder();
    LocalDateTime now = LocalDateTime.now(clock);
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      String field = DATE_FIELDS.get(format.charAt(++i));
      if (field == null) {
        throw at.refused("asks for the date's %" + format.charAt(i) + ", which is not supported");
      }
      out.append(now.format(DateTimeFormatter.ofPattern(field, Locale.ENGLISH)));
    }
    return out.toString();
  }

  private static Object argument(List<Object> arguments, int index, Token at) {
    if (index >= arguments.size()) {
      throw at.refused("calls something with too few arguments");
    }
    return arguments.get(index);
  }

  static Object filter(
      String name,
      Object value,
      List<Object> arguments,
      Map<String, Object> named,
      Scope scope,
      Token at) {
    return switch (name) {
      case "trim" ->
          arguments.isEmpty()
              ? Values.text(value, at).strip()
              : stripped(
                  Values.text(value, at), Values.string(arguments.getFirst(), at), true, true);
      case "length", "count" ->
          value instanceof String text
              ? (long) text.codePointCount(0, text.length())
              : (long)
                  (value instanceof Map<?, ?> map ? map.size() : Values.list(value, at).size());
      case "upper" -> Values.text(value, at).toUpperCase(Locale.ROOT);
      case "lower" -> Values.text(value, at).toLowerCase(Locale.ROOT);
      case "capitalize" -> capitalized(Values.text(value, at));
      case "title" -> titled(Values.text(value, at));
      case "join" ->
          joined(arguments.isEmpty() ? "" : Values.text(arguments.getFirst(), at), value, at);
      case "default", "d" -> {
        boolean alsoFalse = arguments.size() > 1 && Values.isTrue(arguments.get(1));
        boolean missing = Values.UNDEFINED.equals(value) || (alsoFalse && !Values.isTrue(value));
        yield missing ? (arguments.isEmpty() ? "" : arguments.getFirst()) : value;
      }
      case "tojson" -> Values.json(value, false, at);
      case "list" -> Values.list(value, at);
      case "first" -> Values.attribute(Values.list(value, at), 0L, at);
      case "last" -> Values.attribute(Values.list(value, at), -1L, at);
      case "reverse" -> {
        List<Object> all = Values.list(value, at);
        yield value instanceof String text
            ? new StringBuilder(text).reverse().toString()
            : new ArrayList<>(all.reversed());
      }
      case "replace" -> replaced(Values.text(value, at), arguments, at);
      case "items" -> items(value, at);
      case "string", "safe", "e", "escape" -> Values.text(value, at);
      case "int" -> toWhole(value, arguments, at);
      case "selectattr", "rejectattr" -> {
        List<Object> selected = new ArrayList<>();
        for (Object one : Values.list(value, at)) {
          if (hasAttribute(one, arguments, scope, at) == name.equals("selectattr")) {
            selected.add(one);
          }
        }
        yield selected;
      }
      case "map" -> {
        List<Object> mapped = new ArrayList<>();
        for (Object one : Values.list(value, at)) {
          Object attribute = named.get("attribute");
          mapped.add(
              attribute == null
                  ? filter(known(arguments, at), one, List.of(), Map.of(), scope, at)
                  : Values.attribute(one, attribute, at));
        }
        yield mapped;
      }
      default -> throw at.refused("has the unknown filter " + name);
    };
  }

  private static String joined(String separator, Object list, Token at) {
    StringBuilder out = new StringBuilder();
    String before = "";
    for (Object one : Values.list(list, at)) {
      String text = Values.text(one, at);
      if (out.length() + separator.length() + text.length() > Scope.MOST_CHARACTERS) {
        throw at.refused("makes a text of more than " + Scope.MOST_CHARACTERS + " characters");
      }
      out.append(before).append(text);
      before = separator;
    }
    return out.toString();
  }

  private static String known(List<Object> arguments, Token at) {
    String name = Values.string(argument(arguments, 0, at), at);
    if (!FILTERS.contains(name) || name.equals("map")) {
      throw at.refused("maps by a filter that is not supported");
    }
    return name;
  }

  private static boolean hasAttribute(Object value, List<Object> arguments, Scope scope, Token at) {
    Object attribute = Values.attribute(value, argument(arguments, 0, at), at);
    if (arguments.size() == 1) {
      return Values.isTrue(attribute);
    }
    String test = Values.string(arguments.get(1), at);
    return test(
        test.equals("==") ? "eq" : test,
        attribute,
        arguments.subList(2, arguments.size()),
        scope,
        at);
  }

  static boolean test(String name, Object value, List<Object> arguments, Scope scope, Token at) {
    return switch (name) {
      case "defined" -> !Values.UNDEFINED.equals(value);
      case "undefined" -> Values.UNDEFINED.equals(value);
      case "none" -> Values.NONE.equals(value);
      case "string" -> value instanceof String;
      case "mapping" -> value instanceof Map;
      case "iterable", "sequence" ->
          value instanceof String || value instanceof List || value instanceof Map;
      case "number" -> value instanceof Long || value instanceof Double;
      case "integer" -> value instanceof Long;
      case "boolean" -> value instanceof Boolean;
      case "true" -> Boolean.TRUE.equals(value);
      case "false" -> Boolean.FALSE.equals(value);
      case "odd" -> Values.whole(value, at) % 2 != 0;
      case "even" -> Values.whole(value, at) % 2 == 0;
      case "equalto", "eq" -> Values.same(value, argument(arguments, 0, at), scope, at);
      case "ne" -> !Values.same(value, argument(arguments, 0, at), scope, at);
      case "in" -> Values.contains(argument(arguments, 0, at), value, scope, at);
      default -> throw at.refused("has the unknown test " + name);
    };
  }

  /** Calls a method of a text or map; null if there is none of this name. */
  static @Nullable Object method(Object value, String name, List<Object> arguments, Token at) {
    return switch (value) {
      case String text -> textMethod(text, name, arguments, at);
      case Map<?, ?> map ->
          switch (name) {
            case "items" -> items(map, at);
            case "keys" -> new ArrayList<Object>(map.keySet());
            case "values" -> new ArrayList<Object>(map.values());
            case "get" -> {
              Object found = map.get(Values.key(argument(arguments, 0, at), at));
              Object otherwise = arguments.size() > 1 ? arguments.get(1) : Values.NONE;
              yield found == null ? otherwise : found;
            }
            default -> null;
          };
      default -> null;
    };
  }

  private static @Nullable Object textMethod(
      String text, String name, List<Object> arguments, Token at) {
    return switch (name) {
      case "strip", "lstrip", "rstrip" -> {
        String characters = arguments.isEmpty() ? "" : Values.string(arguments.getFirst(), at);
        yield stripped(text, characters, !name.equals("rstrip"), !name.equals("lstrip"));
      }
      case "startswith" -> anyOf(arguments, at).stream().anyMatch(text::startsWith);
      case "endswith" -> anyOf(arguments, at).stream().anyMatch(text::endsWith);
      case "split" -> split(text, arguments, at);
      case "replace" -> replaced(text, arguments, at);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "capitalize" -> capitalized(text);
      case "title" -> titled(text);
      case "find" -> (long) text.indexOf(Values.string(argument(arguments, 0, at), at));
      case "join" -> joined(text, argument(arguments, 0, at), at);
      default -> null;
    };
  }

  private static List<String> anyOf(List<Object> arguments, Token at) {
    Object given = argument(arguments, 0, at);
    return given instanceof List<?> several
        ? several.stream().map(one -> Values.string(one, at)).toList()
        : List.of(Values.string(given, at));
  }

  private static List<Object> split(String text, List<Object> arguments, Token at) {
    if (arguments.isEmpty() || Values.NONE.equals(arguments.getFirst())) {
      String stripped = text.strip();
      return stripped.isEmpty()
          ? new ArrayList<>()
          : new ArrayList<>(Arrays.asList(stripped.split("\\s+")));
    }
    String separator = Values.string(arguments.getFirst(), at);
    if (separator.isEmpty()) {
      throw at.refused("splits a text at nothing");
    }
    long most = arguments.size() > 1 ? Values.whole(arguments.get(1), at) : Long.MAX_VALUE;
    List<Object> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0 && parts.size() < most; ) {
      parts.add(text.substring(start, end));
      start = end + separator.length();
      end = text.indexOf(separator, start);
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String replaced(String text, List<Object> arguments, Token at) {
    String part = Values.string(argument(arguments, 0, at), at);
    String other = Values.string(argument(arguments, 1, at), at);
    long times = part.isEmpty() ? text.length() + 1 : text.length() / part.length();
    if (text.length() + times * other.length() > Scope.MOST_CHARACTERS) {
      throw at.refused("may make a text of more than " + Scope.MOST_CHARACTERS + " characters");
    }
    return text.replace(part, other);
  }

  private static String stripped(String text, String characters, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && isStripped(text.charAt(start), characters)) {
      start++;
    }
    while (right && end > start && isStripped(text.charAt(end - 1), characters)) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isStripped(char c, String characters) {
    return characters.isEmpty() ? Character.isWhitespace(c) : characters.indexOf(c) >= 0;
  }

  private static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String titled(String text) {
    StringBuilder out = new StringBuilder();
    boolean begins = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(begins ? Character.toUpperCase(c) : Character.toLowerCase(c));
      begins = !Character.isLetter(c);
    }
    return out.toString();
  }

  private static List<Object> items(Object value, Token at) {
    if (!(value instanceof Map<?, ?> map)) {
      throw at.refused("asks for the items of " + Values.kind(value));
    }
    List<Object> items = new ArrayList<>();
    map.forEach((key, one) -> items.add(new ArrayList<>(List.of(key, one))));
    return items;
  }

  private static Object toWhole(Object value, List<Object> arguments, Token at) {
    if (value instanceof Long) {
      return value;
    }
    try {
      return Long.parseLong(Values.text(value, at).strip());
    } catch (NumberFormatException e) {
      return arguments.isEmpty() ? 0L : arguments.getFirst();
    }
  }
}
