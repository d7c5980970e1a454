package dev.sotto.llm.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON into maps, lists, texts, decimals, truth values and {@link #NULL}. */
final class JsonTree {
  /** Stands for null. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private static final int MOST_DEPTH = 100;
  private static final int MOST_CHARACTERS = 1 << 20;

  private JsonTree() {}

  static Object read(String json) {
    if (json.length() > MOST_CHARACTERS) {
      throw new UnsupportedSchemaException(
          "The schema has "
              + json.length()
              + " characters; allowed are "
              + MOST_CHARACTERS
              + ". Give a smaller one.");
    }
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH)
                    .maxNumberLength(40)
                    .build())
            .build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
      Object value = value(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new UnsupportedSchemaException("The schema goes on after its end; give one value");
      }
      return value;
    } catch (JacksonException e) {
      throw new UnsupportedSchemaException(
          "The schema is not JSON at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ", or nested deeper than "
              + MOST_DEPTH
              + " levels",
          e);
    }
  }

  private static Object value(JsonParser parser, JsonToken token) {
    if (token == null) {
      throw new UnsupportedSchemaException("The schema is empty; give a JSON object");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          members.put(name, value(parser, parser.nextToken()));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          elements.add(value(parser, t));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getString());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> NULL;
    };
  }

  /** Writes a scalar as JSON. */
  static String write(Object scalar) {
    if (!(scalar instanceof String text)) {
      return scalar instanceof BigDecimal number ? number.toPlainString() : scalar.toString();
    }
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || (Character.isSurrogate(c) && !isPaired(text))) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static boolean isPaired(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
