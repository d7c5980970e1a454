package dev.sotto.tools.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * A value in the JSON text of a service's answer (RFC 8259), within bounds: nesting, the length of
 * names, strings and numbers, and how many values there are. What is asked for and isn't there is
 * the value without content. Immutable.
 */
public final class JsonValue {
  private static final int MAX_DEPTH = 24;
  private static final int MAX_STRING = 20_000;
  private static final int MAX_VALUES = 200_000;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(?:\\.[0-9]{1,20})?");
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(200)
                  .maxNumberLength(40)
                  .build())
          .build();
  private static final JsonValue NOTHING = new JsonValue(null);

  private final @Nullable Object content;

  private JsonValue(@Nullable Object content) {
    this.content = content;
  }

  /**
   * Reads a text in UTF-8. Of names that stand twice in an object the last one counts.
   *
   * @return nothing if it is no JSON or out of bounds
   */
  public static Optional<JsonValue> parse(byte[] text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      JsonValue value = new Reading(parser).value();
      return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static final class Reading {
    private final JsonParser parser;
    private int values;

    Reading(JsonParser parser) {
      this.parser = parser;
    }

    JsonValue value() {
      JsonToken token = parser.currentToken();
      if (token == null || ++values > MAX_VALUES) {
        throw new StreamReadException(parser, "Too few or too many values");
      }
      return switch (token) {
        case START_OBJECT -> {
          Map<String, JsonValue> fields = new LinkedHashMap<>();
          while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value());
          }
          yield new JsonValue(fields);
        }
        case START_ARRAY -> {
          List<JsonValue> elements = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value());
          }
          yield new JsonValue(elements);
        }
        case VALUE_STRING -> new JsonValue(parser.getString());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue(parser.getDoubleValue());
        default -> NOTHING;
      };
    }
  }

  /** Returns the value of a name, if this is an object that has it. */
  public JsonValue get(String name) {
    return content instanceof Map<?, ?> fields && fields.get(name) instanceof JsonValue value
        ? value
        : NOTHING;
  }

  /** Returns the element at a position from 0, if this is an array that has it. */
  public JsonValue get(int position) {
    List<JsonValue> elements = elements();
    return position < elements.size() ? elements.get(position) : NOTHING;
  }

  /** Returns the elements of an array; none if this is no array. */
  public List<JsonValue> elements() {
    List<JsonValue> elements = new ArrayList<>();
    if (content instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof JsonValue value) {
          elements.add(value);
        }
      }
    }
    return elements;
  }

  /** Returns whether this is an object. */
  public boolean isObject() {
    return content instanceof Map;
  }

  /**
   * Returns a string that is not blank on one line, safe to show, with an ellipsis where it was
   * longer.
   */
  public Optional<String> line(int maxCharacters) {
    return content instanceof String text
        ? Optional.of(Answers.line(text, maxCharacters)).filter(line -> !line.isEmpty())
        : Optional.empty();
  }

  /** Returns the number that a string spells, as some services write numbers. */
  public JsonValue asNumber() {
    if (content instanceof String text && NUMBER.matcher(text).matches()) {
      return new JsonValue(Double.parseDouble(text));
    }
    return content instanceof Double ? this : NOTHING;
  }

  /** Returns a number that is finite. */
  public OptionalDouble number() {
    return content instanceof Double number && Double.isFinite(number)
        ? OptionalDouble.of(number)
        : OptionalDouble.empty();
  }

  /** Returns a number between two bounds, both included. */
  public OptionalDouble number(double least, double most) {
    OptionalDouble number = number();
    return number.isPresent() && number.getAsDouble() >= least && number.getAsDouble() <= most
        ? number
        : OptionalDouble.empty();
  }

  @Override
  public String toString() {
    return "JsonValue[" + (content == null ? "nothing" : content.getClass().getSimpleName()) + "]";
  }
}
