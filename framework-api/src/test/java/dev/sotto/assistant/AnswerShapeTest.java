package dev.sotto.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerShapeTest {
  @ParameterizedTest
  @CsvSource({
    "what did the paint cost, MONEY",
    "when is the boiler service, TIME",
    "who keeps the spare key, NAME",
    "serial no of the trombone, IDENTIFIER",
    "how high is the ceiling, QUANTITY",
    "房租多少钱, MONEY",
    "什么时候出发, TIME",
    "wann kommt der Zug, TIME"
  })
  void aQuestionTellsTheShapeOfItsAnswer(String question, AnswerShape shape) {
    assertThat(AnswerShape.of(question)).contains(shape);
  }

  @Test
  void aQuestionThatAsksInOtherWordsHasNoShape() {
    assertThat(AnswerShape.of("tell me about the moths")).isEmpty();
    assertThat(AnswerShape.anyIn(AnswerShape.of("tell me about the moths"), "at 19:30")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "what did it cost | I paid 85 € for it. | I paid a lot.",
        "when is dinner | Dinner is at 19:30. | Dinner is at the harbour.",
        "when is dinner | Dinner is on Friday. | Dinner is for five.",
        "who has the key | Hanna has it. | it is in the tin.",
        "code of the gate | 6143, then the hash key | the one by the yard",
        "how many seats | There are twelve. | There are enough."
      })
  void anAnswerHoldsTheShapeThatIsAskedFor(String question, String holds, String lacks) {
    assertThat(AnswerShape.anyIn(AnswerShape.of(question), holds)).isTrue();
    assertThat(AnswerShape.anyIn(AnswerShape.of(question), lacks)).isFalse();
  }
}
