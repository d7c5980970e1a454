package dev.sotto.llm.json;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Whether a value conforms to a schema, in the words of the JSON Schema specification. */
final class Conformance {
  private Conformance() {}

  static boolean conforms(JsonNode value, JsonNode schema) {
    if (schema.has("enum")) {
      return elements(schema.get("enum")).anyMatch(one -> same(one, value));
    }
    if (schema.has("const")) {
      return same(schema.get("const"), value);
    }
    if (schema.has("anyOf")) {
      return elements(schema.get("anyOf")).anyMatch(one -> conforms(value, one));
    }
    JsonNode type = schema.get("type");
    boolean fits =
        type.isArray()
            ? elements(type).anyMatch(one -> isOf(value, one.stringValue()))
            : isOf(value, type.stringValue());
    return fits
        && (!value.isString() || fitsLength(value, schema))
        && (!value.isNumber() || fitsBounds(value, schema))
        && (!value.isArray() || fitsItems(value, schema))
        && (!value.isObject() || fitsMembers(value, schema));
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static boolean same(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber()
        ? a.decimalValue().compareTo(b.decimalValue()) == 0
        : a.equals(b);
  }

  private static boolean isOf(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "number" -> value.isNumber();
      case "integer" -> value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
      case "boolean" -> value.isBoolean();
      default -> value.isNull();
    };
  }

  private static boolean fitsLength(JsonNode value, JsonNode schema) {
    String text = value.stringValue();
    int length = text.codePointCount(0, text.length());
    return (!schema.has("minLength") || length >= schema.get("minLength").intValue())
        && (!schema.has("maxLength") || length <= schema.get("maxLength").intValue());
  }

  private static boolean fitsBounds(JsonNode value, JsonNode schema) {
    return (!schema.has("minimum") || compare(value, schema.get("minimum")) >= 0)
        && (!schema.has("maximum") || compare(value, schema.get("maximum")) <= 0)
        && (!schema.has("exclusiveMinimum") || compare(value, schema.get("exclusiveMinimum")) > 0)
        && (!schema.has("exclusiveMaximum") || compare(value, schema.get("exclusiveMaximum")) < 0);
  }

  private static int compare(JsonNode a, JsonNode b) {
    return a.decimalValue().compareTo(b.decimalValue());
  }

  private static boolean fitsItems(JsonNode value, JsonNode schema) {
    return (!schema.has("minItems") || value.size() >= schema.get("minItems").intValue())
        && (!schema.has("maxItems") || value.size() <= schema.get("maxItems").intValue())
        && elements(value).allMatch(one -> conforms(one, schema.get("items")));
  }

  private static boolean fitsMembers(JsonNode value, JsonNode schema) {
    JsonNode properties = schema.get("properties");
    for (String name : value.propertyNames()) {
      if (!properties.has(name) || !conforms(value.get(name), properties.get(name))) {
        return false;
      }
    }
    return elements(schema.get("required")).allMatch(name -> value.has(name.stringValue()));
  }
}
