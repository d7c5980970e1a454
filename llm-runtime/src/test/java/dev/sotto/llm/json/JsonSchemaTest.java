package dev.sotto.llm.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.model.ByteVocabulary;
import dev.sotto.model.TokenChoice;
import dev.sotto.model.TokenFilter;
import dev.sotto.model.TokenVocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonSchemaTest {
  /** Schemas in the default build; {@code -Dsotto.json.schemas=10000} for the long form. */
  private static final int SCHEMAS = Integer.getInteger("sotto.json.schemas", 500);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ByteVocabulary VOCABULARY =
      new ByteVocabulary(
          "{\"",
          "\": ",
          "\", \"",
          "\"}",
          "[]",
          "{}",
          "], ",
          "}, ",
          ", ",
          "\": \"",
          "true",
          "tr",
          "null",
          "10",
          "00",
          "-1",
          "0.",
          ".5",
          "99",
          "12",
          "name",
          "name\"",
          "red\"",
          "\\\"",
          "\\",
          "the ",
          "\u00e9",
          "\u57ce\u5e02",
          "\ud83d\ude00",
          "e\": ",
          "\"}]",
          "1]",
          "blue");

  @Test
  void writesNothingButWhatTheSchemaAllowsWhateverTheModelPrefers() {
    RandomSchemas schemas = new RandomSchemas(1);
    Random random = new Random(2);
    for (int i = 0; i < SCHEMAS; i++) {
      String schema = schemas.next();
      int tokens = 400 + random.nextInt(2_000);

      String written = write(schema, tokens, VOCABULARY, random);

      JsonNode value = MAPPER.readTree(written);
      assertThat(Conformance.conforms(value, MAPPER.readTree(schema)))
          .as("%s for %s", written, schema)
          .isTrue();
    }
  }

  /** Control: the same random tokens without the filter are no JSON. */
  @Test
  void wouldWriteNoJsonWithoutTheFilter() {
    Random random = new Random(3);
    int valid = 0;
    for (int i = 0; i < 200; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int token = 0; token < 20; token++) {
        out.writeBytes(VOCABULARY.bytes(random.nextInt(VOCABULARY.size())));
      }
      try {
        MAPPER.readTree(out.toString(StandardCharsets.UTF_8));
        valid++;
      } catch (JacksonException e) {
        assertThat(e).isNotNull();
      }
    }
    assertThat(valid).isLessThan(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'integer','minimum':7,'maximum':12}|7 8 9 10 11 12",
        "{'type':'integer','exclusiveMinimum':-2,'maximum':1}|-1 0 1",
        "{'type':'integer','minimum':98,'maximum':101}|98 99 100 101",
        "{'type':'number','minimum':0.999999,'exclusiveMaximum':1}|0.999999",
        "{'type':'boolean'}|true false",
        "{'enum':['a','ab',3]}|\"a\" \"ab\" 3",
        "{'const':null}|null",
        "{'type':['null','boolean']}|null true false",
        "{'type':'string','maxLength':0}|\"\"",
        "{'type':'array','items':{'const':1},'minItems':1,'maxItems':2}|[1] [1,_1]",
        "{'type':'object','properties':{'a':{'const':1},'b':{'const':2}},'required':['b']}"
            + "|{\"b\":_2} {\"a\":_1,_\"b\":_2}",
        "{'type':'object','properties':{}}|{}"
      })
  void allowsEveryValueOfASmallSchemaAndNoOther(String schema, String values) {
    List<String> found = new ArrayList<>();
    collect(JsonSchema.parse(schema.replace('\'', '"')).filter(60), new int[0], found);

    assertThat(found.stream().map(text -> text.replace(' ', '_')))
        .containsExactlyInAnyOrder(values.split(" "));
  }

  /** Follows every token that is allowed, among single bytes. */
  private static void collect(TokenFilter.Factory factory, int[] before, List<String> found) {
    ByteVocabulary bytes = new ByteVocabulary();
    TokenFilter filter = factory.create(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int token : before) {
      filter.accept(token);
      out.write(token);
    }
    for (int token : ((TokenChoice.Only) filter.next()).tokens()) {
      if (bytes.endsTurn(token)) {
        found.add(out.toString(StandardCharsets.UTF_8));
      } else {
        int[] more = Arrays.copyOf(before, before.length + 1);
        more[before.length] = token;
        collect(factory, more, found);
      }
    }
  }

  @Test
  void forcesWhatTheSchemaLeavesNoChoiceFor() {
    JsonSchema schema =
        JsonSchema.parse(
            "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},"
                + "\"required\":[\"name\"]}");
    TokenFilter filter = schema.filter(60).create(VOCABULARY);

    int[] forced = filter.forced();

    assertThat(text(forced)).isEqualTo("{\"name\": \"");
    assertThat(forced).startsWith(VOCABULARY.piece("{\""), VOCABULARY.piece("name\"")).hasSize(5);
  }

  @Test
  void endsInTimeHoweverLongTheModelWouldGoOn() {
    String schema =
        "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"minLength\":3},\"minItems\":2}";
    for (int tokens = 14; tokens < 40; tokens++) {
      String written = write(schema, tokens, new ByteVocabulary(), new Random(tokens));

      assertThat(MAPPER.readTree(written).size()).isGreaterThanOrEqualTo(2);
      assertThat(written.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(tokens);
    }
  }

  @Test
  void refusesASchemaWhoseShortestValueHasNoRoom() {
    JsonSchema schema = JsonSchema.parse("{\"type\":\"string\",\"minLength\":30}");

    assertThatThrownBy(() -> schema.filter(31))
        .isInstanceOf(UnsupportedSchemaException.class)
        .hasMessageContainingAll("32", "31");
    assertThatCode(() -> schema.filter(32)).doesNotThrowAnyException();
  }

  @Test
  void allowsOnlyWholeCharactersWhereTheVocabularyLacksBytes() {
    TokenVocabulary ascii =
        new TokenVocabulary() {
          @Override
          public int size() {
            return 257;
          }

          @Override
          public byte[] bytes(int token) {
            boolean missing = token >= 0x80 && token < 0x84 || token == 256;
            return missing ? new byte[0] : new byte[] {(byte) token};
          }

          @Override
          public boolean endsTurn(int token) {
            return token == 256;
          }
        };

    String written = write("{\"type\":\"string\"}", 300, ascii, new Random(4));

    assertThat(written).matches("\\p{ASCII}+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pattern",
        "format",
        "$ref",
        "oneOf",
        "allOf",
        "not",
        "if",
        "multipleOf",
        "uniqueItems",
        "patternProperties",
        "minProperties",
        "prefixItems",
        "contains",
        "dependentRequired"
      })
  void refusesAKeywordThatItDoesNotFollowAndNamesIt(String keyword) {
    assertThatThrownBy(() ->
            JsonSchema.parse(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\""
                    + keyword
                    + "\":\"x\"}}}"))
        .isInstanceOf(UnsupportedSchemaException.class)
        .hasMessageContainingAll("#/properties/a", keyword, "supported are");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"type\":\"date\"}",
        "{\"type\":\"string\",\"type\":\"null\"}",
        "{\"type\":\"array\"}",
        "{\"enum\":[]}",
        "{\"enum\":[{}]}",
        "{\"type\":\"string\",\"minLength\":3,\"maxLength\":2}",
        "{\"type\":\"string\",\"maxLength\":-1}",
        "{\"type\":\"integer\",\"minimum\":0.2,\"maximum\":0.8}",
        "{\"type\":\"integer\",\"minimum\":1e400}",
        "{\"type\":\"object\",\"required\":[\"a\"]}",
        "{\"type\":\"object\",\"additionalProperties\":{}}",
        "{\"enum\":[1],\"minimum\":3}",
        "{\"type\":\"null\"} 1"
      })
  void refusesWhatIsNoSchemaOrAllowsNothing(String schema) {
    assertThatThrownBy(() -> JsonSchema.parse(schema))
        .isInstanceOf(UnsupportedSchemaException.class)
        .message()
        .startsWith("The schema");
  }

  @Test
  void refusesASchemaThatIsNestedWithoutEnd() {
    assertThatThrownBy(() -> JsonSchema.parse("{\"type\":\"array\",\"items\":".repeat(50_000)))
        .isInstanceOf(UnsupportedSchemaException.class);
  }

  private static String write(
      String schema, int maxTokens, TokenVocabulary vocabulary, Random random) {
    TokenFilter filter = JsonSchema.parse(schema).filter(maxTokens).create(vocabulary);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int written = 0;
    while (written < maxTokens) {
      int[] forced = random.nextBoolean() ? filter.forced() : new int[0];
      for (int token : forced) {
        filter.accept(token);
        out.writeBytes(vocabulary.bytes(token));
        written++;
      }
      if (forced.length == 0) {
        int[] allowed = ((TokenChoice.Only) filter.next()).tokens();
        int token = allowed[random.nextInt(allowed.length)];
        if (vocabulary.endsTurn(token)) {
          break;
        }
        filter.accept(token);
        out.writeBytes(vocabulary.bytes(token));
        written++;
      }
    }
    assertThat(written).isLessThanOrEqualTo(maxTokens);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String text(int[] tokens) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IntStream.of(tokens).forEach(token -> out.writeBytes(VOCABULARY.bytes(token)));
    return out.toString(StandardCharsets.UTF_8);
  }
}
