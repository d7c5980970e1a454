package dev.sotto.tools.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonValueTest {
  @Test
  void readsWhatIsThereAndNothingWhereThereIsNothing() {
    JsonValue value = parsed("{\"a\":{\"b\":[1.5,\"x\",null,true]},\"c\":\"12.25\"}").orElseThrow();

    assertThat(value.get("a").get("b").get(0).number()).hasValue(1.5);
    assertThat(value.get("a").get("b").get(1).line(10)).contains("x");
    assertThat(value.get("a").get("b").elements()).hasSize(4);
    assertThat(value.get("a").get("b").get(2).line(10)).isEmpty();
    assertThat(value.get("a").get("b").get(9).number()).isEmpty();
    assertThat(value.get("nowhere").get("at").get(3).isObject()).isFalse();
    assertThat(value.get("c").number()).isEmpty();
    assertThat(value.get("c").asNumber().number()).hasValue(12.25);
    assertThat(value.get("a").asNumber().number()).isEmpty();
  }

  @Test
  void takesNumbersBetweenBoundsOnly() {
    JsonValue value = parsed("{\"a\":91,\"b\":-90}").orElseThrow();

    assertThat(value.get("a").number(-90, 90)).isEmpty();
    assertThat(value.get("b").number(-90, 90)).hasValue(-90);
  }

  @Test
  void putsTextOnOneSafeLineOfBoundedLength() {
    JsonValue value =
        parsed("{\"a\":\"x\\u001b[2J\\ny\",\"b\":\"" + "z".repeat(100) + "\"}").orElseThrow();

    assertThat(value.get("a").line(50)).contains("x⟨U+001B⟩[2J y");
    assertThat(value.get("b").line(10)).contains("zzzzzzzzz…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"a\":1}x", "nonsense", "{'a':1}", "{\"a\":NaN}", "[1,]", "\u0000"})
  void refusesWhatIsNoJson(String text) {
    assertThat(parsed(text)).isEmpty();
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    assertThat(parsed("[".repeat(30) + "]".repeat(30))).isEmpty();
    assertThat(parsed("[" + "1".repeat(100) + "]")).isEmpty();
    assertThat(parsed("[\"" + "x".repeat(30_000) + "\"]")).isEmpty();
    assertThat(parsed("[" + "1,".repeat(250_000) + "1]")).isEmpty();
    assertThat(parsed("[".repeat(20) + "]".repeat(20))).isPresent();
  }

  @Test
  void takesNoNumberThatIsNotFinite() {
    assertThat(parsed("[1e400]").map(value -> value.get(0).number().isPresent()))
        .isNotEqualTo(Optional.of(true));
  }

  private static Optional<JsonValue> parsed(String text) {
    return JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
