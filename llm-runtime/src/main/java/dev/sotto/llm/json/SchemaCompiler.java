package dev.sotto.llm.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes rules of a schema. A keyword that is not known is refused by name, since leaving it out
 * would allow what the schema forbids. Source: JSON Schema draft 2020-12.
 */
final class SchemaCompiler {
  private static final Set<String> ANNOTATIONS =
      Set.of("$schema", "$id", "$comment", "title", "description", "default", "examples");
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "enum",
          "const",
          "anyOf",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "minItems",
          "maxItems",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum");
  private static final BigDecimal FAR = BigDecimal.TEN.pow(30);

  private SchemaCompiler() {}

  static Rule compile(Object schema) {
    return rule(schema, "#");
  }

  private static Rule rule(Object schema, String at) {
    if (!(schema instanceof Map<?, ?> keywords)) {
      throw refused(at, "is no object; found " + kind(schema) + ". Describe the value by a type");
    }
    for (Object keyword : keywords.keySet()) {
      if (!KEYWORDS.contains(keyword) && !ANNOTATIONS.contains(keyword)) {
        throw refused(
            at,
            "has the keyword "
                + keyword
                + ", which can't be followed; supported are "
                + String.join(", ", KEYWORDS.stream().sorted().toList())
                + ". Leave it out or say it with these");
      }
    }
    if (keywords.containsKey("enum")) {
      alone(keywords, at, "enum", "type");
      return ofValues(list(keywords.get("enum"), at + "/enum"), keywords.get("type"), at);
    }
    if (keywords.containsKey("const")) {
      alone(keywords, at, "const", "type");
      return ofValues(List.of(keywords.get("const")), keywords.get("type"), at);
    }
    if (keywords.containsKey("anyOf")) {
      alone(keywords, at, "anyOf", "anyOf");
      List<?> schemas = list(keywords.get("anyOf"), at + "/anyOf");
      List<Rule> rules = new ArrayList<>();
      for (int i = 0; i < schemas.size(); i++) {
        rules.add(rule(schemas.get(i), at + "/anyOf/" + i));
      }
      return choice(rules, at);
    }
    List<Rule> rules = new ArrayList<>();
    for (String type : types(keywords.get("type"), at)) {
      rules.add(ofType(type, keywords, at));
    }
    return choice(rules, at);
  }

  private static void alone(Map<?, ?> keywords, String at, String keyword, String other) {
    for (Object found : keywords.keySet()) {
      if (!found.equals(keyword) && !found.equals(other) && !ANNOTATIONS.contains(found)) {
        throw refused(
            at, "has " + found + " beside " + keyword + ", which can't be followed. Leave one out");
      }
    }
  }

  private static Set<String> types(@Nullable Object type, String at) {
    Set<String> types = new LinkedHashSet<>();
    if (type instanceof List<?> several) {
      several.forEach(one -> types.add(String.valueOf(one)));
    } else if (type instanceof String one) {
      types.add(one);
    }
    if (types.isEmpty()) {
      throw refused(at, "has no type. Give it one");
    }
    return types;
  }

  private static Rule ofType(String type, Map<?, ?> keywords, String at) {
    return switch (type) {
      case "object" -> members(keywords, at);
      case "array" -> {
        int least = count(keywords, "minItems", 0, at);
        int most = count(keywords, "maxItems", Integer.MAX_VALUE, at);
        ordered(least, most, "minItems", "maxItems", at);
        if (most == 0) {
          yield new Rule.Text("[]");
        }
        if (!keywords.containsKey("items")) {
          throw refused(at, "is an array without items. Say what its elements are");
        }
        yield new Rule.Items(rule(keywords.get("items"), at + "/items"), least, most);
      }
      case "string" -> {
        int least = count(keywords, "minLength", 0, at);
        int most = count(keywords, "maxLength", Rule.Strings.UNBOUNDED, at);
        ordered(least, most, "minLength", "maxLength", at);
        yield new Rule.Strings(least, most);
      }
      case "integer" -> numbers(keywords, true, at);
      case "number" -> numbers(keywords, false, at);
      case "boolean" -> new Rule.Choice(List.of(new Rule.Text("true"), new Rule.Text("false")));
      case "null" -> new Rule.Text("null");
      default ->
          throw refused(
              at,
              "has the type "
                  + type
                  + "; allowed are object, array, string, number, integer, boolean, null");
    };
  }

  private static Rule members(Map<?, ?> keywords, String at) {
    Object additional = keywords.get("additionalProperties");
    if (additional != null && !(additional instanceof Boolean)) {
      throw refused(
          at, "has a schema for additionalProperties, which can't be followed. Set it to false");
    }
    Object properties = keywords.containsKey("properties") ? keywords.get("properties") : Map.of();
    if (!(properties instanceof Map<?, ?> named)) {
      throw refused(at + "/properties", "is no object");
    }
    Set<Object> required = new LinkedHashSet<>();
    if (keywords.containsKey("required")) {
      required.addAll(list(keywords.get("required"), at + "/required"));
    }
    List<Rule.Members.Member> members = new ArrayList<>();
    named.forEach((name, schema) ->
        members.add(
            Rule.Members.Member.of(
                (String) name, rule(schema, at + "/properties/" + name), required.remove(name))));
    if (!required.isEmpty()) {
      throw refused(
          at, "requires " + required.iterator().next() + ", which is none of its properties");
    }
    return new Rule.Members(members);
  }

  private static Rule numbers(Map<?, ?> keywords, boolean whole, String at) {
    BigDecimal least = number(keywords, "minimum", FAR.negate(), at);
    BigDecimal most = number(keywords, "maximum", FAR, at);
    BigDecimal step = NumberRange.step(whole);
    least = least.max(above(number(keywords, "exclusiveMinimum", FAR.negate(), at), step));
    most = most.min(above(number(keywords, "exclusiveMaximum", FAR, at).negate(), step).negate());
    NumberRange range = NumberRange.between(least, most, whole);
    if (range.isEmpty()) {
      throw refused(
          at,
          "allows no number that can be written here: whole ones of 15 digits, others of 12 digits"
              + " before and 6 behind the point. Widen its bounds");
    }
    return new Rule.Numbers(range);
  }

  /** Returns the smallest multiple of the step that is greater. */
  private static BigDecimal above(BigDecimal bound, BigDecimal step) {
    BigDecimal steps = bound.divideToIntegralValue(step);
    BigDecimal multiple = steps.multiply(step);
    while (multiple.compareTo(bound) <= 0) {
      multiple = multiple.add(step);
    }
    return multiple;
  }

  private static BigDecimal number(
      Map<?, ?> keywords, String keyword, BigDecimal otherwise, String at) {
    Object value = keywords.get(keyword);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof BigDecimal number)) {
      throw refused(at + "/" + keyword, "is no number; found " + kind(value));
    }
    return number.abs().compareTo(FAR) > 0
        ? FAR.multiply(BigDecimal.valueOf(number.signum()))
        : number;
  }

  private static int count(Map<?, ?> keywords, String keyword, int otherwise, String at) {
    BigDecimal value = number(keywords, keyword, BigDecimal.valueOf(otherwise), at);
    if (value.signum() < 0 || value.stripTrailingZeros().scale() > 0) {
      throw refused(at + "/" + keyword, "is " + value + "; allowed are whole numbers from 0");
    }
    return value.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValueExact();
  }

  private static void ordered(int least, int most, String leastName, String mostName, String at) {
    if (least > most) {
      throw refused(at, "has " + leastName + " " + least + " above " + mostName + " " + most);
    }
    if (least > 1 << 20) {
      throw refused(at + "/" + leastName, "is " + least + "; allowed are up to " + (1 << 20));
    }
  }

  private static Rule ofValues(List<?> values, @Nullable Object type, String at) {
    Set<String> written = new LinkedHashSet<>();
    for (Object value : values) {
      if (value instanceof Map || value instanceof List) {
        throw refused(at, "has an object or array among its values, which can't be followed");
      }
      if (type == null || types(type, at).stream().anyMatch(one -> isOf(value, one))) {
        written.add(JsonTree.write(value));
      }
    }
    List<Rule> rules = new ArrayList<>();
    written.forEach(text -> rules.add(new Rule.Text(text)));
    return choice(rules, at);
  }

  private static boolean isOf(Object value, String type) {
    return switch (type) {
      case "string" -> value instanceof String;
      case "number" -> value instanceof BigDecimal;
      case "integer" ->
          value instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0;
      case "boolean" -> value instanceof Boolean;
      case "null" -> value.equals(JsonTree.NULL);
      default -> false;
    };
  }

  private static Rule choice(List<Rule> rules, String at) {
    if (rules.isEmpty()) {
      throw refused(at, "allows no value. Give at least one");
    }
    return rules.size() == 1 ? rules.getFirst() : new Rule.Choice(rules);
  }

  private static List<?> list(Object value, String at) {
    if (!(value instanceof List<?> list)) {
      throw refused(at, "is no array; found " + kind(value));
    }
    return list;
  }

  private static String kind(Object value) {
    return switch (value) {
      case Map<?, ?> map -> "an object";
      case List<?> list -> "an array";
      case String text -> "a text";
      case BigDecimal number -> "a number";
      default -> String.valueOf(value);
    };
  }

  private static UnsupportedSchemaException refused(String at, String found) {
    return new UnsupportedSchemaException("The schema at " + at + " " + found + ".");
  }
}
