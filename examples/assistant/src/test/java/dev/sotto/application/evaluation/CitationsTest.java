package dev.sotto.application.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.assistant.Answer;
import dev.sotto.assistant.Evidence;
import dev.sotto.search.Passage;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CitationsTest {
  private static final Passage BIKE = Examples.passage("Tora", "I paid 85 € to Wiebke in May.");
  private static final Passage BOX = Examples.passage("Boxes", "Final count: 46 boxes.");

  @Test
  void areRightWhereNumbersAndNamesStandInOneOfThoseThatTheSentenceCites() {
    assertThat(right(Answer.Kind.SENTENCES, "It cost 85 € [1].", 1)).isTrue();
    assertThat(right(Answer.Kind.SENTENCES, "It cost 85 € and there were 46 boxes [1][2].", 2))
        .isTrue();
    assertThat(right(Answer.Kind.SENTENCES, "It was bought from Wiebke [1].", 1)).isTrue();
    assertThat(right(Answer.Kind.SENTENCES, "The date was 7 October 2026 [1].", 1))
        .as("the date of the record")
        .isTrue();
  }

  @Test
  void areWrongWhereOneIsMissing() {
    assertThat(right(Answer.Kind.SENTENCES, "It cost 85 € [2].", 2)).isFalse();
    assertThat(right(Answer.Kind.SENTENCES, "It cost 5 € [1].", 1))
        .as("part of another number")
        .isFalse();
    assertThat(right(Answer.Kind.SENTENCES, "It was bought from Nils [1].", 1)).isFalse();
    assertThat(right(Answer.Kind.SENTENCES, "It cost 85 € [1]. There were 99 boxes [2].", 2))
        .isFalse();
    assertThat(right(Answer.Kind.SENTENCES, "It cost 85 € [1]. There were 99 boxes [2].", 1))
        .as("the other sentence")
        .isTrue();
    assertThat(right(Answer.Kind.SENTENCES, "It cost 85 € [7].", 7)).as("no such one").isFalse();
    assertThat(right(Answer.Kind.SENTENCES, "I was asked about 1234 [1].", 1))
        .as("a number of the question alone")
        .isFalse();
  }

  @Test
  void areNotCountedAsRightWhereCodeComputedAndNothingIsQuoted() {
    Citations citations = citations(Answer.Kind.COMPUTED, "2 records [1][2]", List.of());

    assertThat(citations.numbers()).containsExactly(1, 2);
    assertThat(citations.numbers()).noneMatch(citations::isChecked);
    assertThat(citations.numbers()).noneMatch(citations::isRight);
  }

  @Test
  void ofQuotationsAreRightAsTheyStand() {
    Citations citations =
        citations(Answer.Kind.QUOTATION, "", List.of(new Evidence(2, BOX, 0, "Final count: 46")));

    assertThat(citations.numbers()).containsExactly(2);
    assertThat(citations.isRight(2)).isTrue();
  }

  private static boolean right(Answer.Kind kind, String text, int number) {
    return citations(kind, text, List.of()).isRight(number);
  }

  private static Citations citations(Answer.Kind kind, String text, List<Evidence> evidence) {
    return new Citations(
        "what did Tora cost, 1234?",
        Examples.answer(kind, text, evidence, List.of(BIKE, BOX)),
        ZoneOffset.UTC);
  }
}
