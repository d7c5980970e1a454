package dev.sotto.llm.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** Random schemas of what is supported, as text. */
final class RandomSchemas {
  private static final List<String> NAMES =
      List.of(
          "name", "n", "na", "when", "Ort", "\u57ce\u5e02", "a \"quoted\" one", "back\\slash", "x");

  private final Random random;

  RandomSchemas(long seed) {
    this.random = new Random(seed);
  }

  String next() {
    return JsonMapper.shared().writeValueAsString(schema(0));
  }

  private Map<String, Object> schema(int depth) {
    int kinds = depth > 3 ? 7 : 10;
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (random.nextInt(kinds)) {
      case 0 -> strings(schema);
      case 1 -> numbers(schema, "integer");
      case 2 -> numbers(schema, "number");
      case 3 -> schema.put("type", "boolean");
      case 4 -> schema.put("type", "null");
      case 5 ->
          schema.put(
              "enum", List.of("red", "re", "blue", "\u7ea2", random.nextInt(1000), true, -1.5));
      case 6 -> {
        schema.put("type", List.of("string", "integer", "null"));
        schema.put("maxLength", random.nextInt(5));
      }
      case 7 -> schema.put("anyOf", List.of(schema(depth + 1), schema(depth + 1)));
      case 8 -> items(schema, depth);
      default -> members(schema, depth);
    }
    if (random.nextInt(4) == 0) {
      schema.put("description", "anything");
    }
    return schema;
  }

  private void strings(Map<String, Object> schema) {
    schema.put("type", "string");
    int least = random.nextInt(4);
    if (random.nextBoolean()) {
      schema.put("minLength", least);
    }
    if (random.nextBoolean()) {
      schema.put("maxLength", least + random.nextInt(20));
    }
  }

  private void numbers(Map<String, Object> schema, String type) {
    schema.put("type", type);
    double scale = Math.pow(10, random.nextInt(8) - 2);
    double least = Math.rint((random.nextDouble() * 2 - 1) * scale * 100) / 100;
    double most = least + Math.rint(random.nextDouble() * scale * 100) / 100 + 2;
    boolean excluded = random.nextBoolean();
    if (random.nextInt(4) > 0) {
      schema.put(excluded ? "exclusiveMinimum" : "minimum", least);
    }
    if (random.nextInt(4) > 0) {
      schema.put(excluded ? "exclusiveMaximum" : "maximum", most);
    }
  }

  private void items(Map<String, Object> schema, int depth) {
    schema.put("type", "array");
    schema.put("items", schema(depth + 1));
    int least = random.nextInt(3);
    schema.put("minItems", least);
    if (random.nextBoolean()) {
      schema.put("maxItems", least + random.nextInt(4));
    }
  }

  private void members(Map<String, Object> schema, int depth) {
    schema.put("type", "object");
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextInt(3) == 0) {
        properties.put(name, schema(depth + 1));
        if (random.nextBoolean()) {
          required.add(name);
        }
      }
    }
    schema.put("properties", properties);
    schema.put("required", required);
    schema.put("additionalProperties", false);
  }
}
