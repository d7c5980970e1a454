package dev.sotto.application.evaluation;

import static dev.sotto.application.evaluation.Examples.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.application.evaluation.Evaluation.Depth;
import dev.sotto.application.evaluation.QuestionResult.Verdict;
import dev.sotto.assistant.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class MeasuresTest {
  private static final Answer SAID =
      Examples.answer(Answer.Kind.SENTENCES, "85 [1].", List.of(), List.of());
  private static final Answer NOTHING =
      Examples.answer(Answer.Kind.ABSTENTION, "", List.of(), List.of());

  private final Measures measures =
      new Measures(
          List.of(
              result("single", Depth.ANSWERS, SAID, 1, true, 10),
              result("single", Depth.ANSWERS, SAID, 5, false, 20),
              result("single", Depth.ANSWERS, NOTHING, 6, false, 30),
              result("multi", Depth.ANSWERS, SAID, 0, true, 40),
              result("absent", Depth.ANSWERS, NOTHING, 0, false, 50),
              result("absent", Depth.ANSWERS, SAID, 0, false, 60)));

  @Test
  void countWhatTheirDefinitionsSay() {
    assertThat(measures.recallAt(1)).isEqualTo(new Measures.Share(0.25, 4));
    assertThat(measures.recallAt(5)).isEqualTo(new Measures.Share(0.5, 4));
    assertThat(measures.contains()).isEqualTo(new Measures.Share(0.5, 4));
    assertThat(measures.overlap()).isEqualTo(new Measures.Share(0.25, 4));
    assertThat(measures.citationPrecision()).isEqualTo(new Measures.Share(8.0 / 12, 12));
    assertThat(measures.citationsOfEvidence()).isEqualTo(new Measures.Share(4.0 / 12, 12));
    assertThat(measures.abstainRecall()).isEqualTo(new Measures.Share(0.5, 2));
    assertThat(measures.abstainPrecision()).isEqualTo(new Measures.Share(0.5, 2));
    assertThat(measures.firstShown(0.5)).isEqualTo(30);
    assertThat(measures.firstShown(0.95)).isEqualTo(60);
    assertThat(measures.byKind().keySet()).containsExactly("single", "multi", "absent");
    assertThat(measures.byKind().get("multi").recallAt(5).share()).isZero();
  }

  @Test
  void giveTheVerdict() {
    assertThat(measures.results().stream().map(QuestionResult::verdict))
        .containsExactly(
            Verdict.RIGHT,
            Verdict.FOUND,
            Verdict.WRONG,
            Verdict.RIGHT,
            Verdict.RIGHT,
            Verdict.WRONG);
  }

  /** Against R: {@code prop.test(8, 10, correct = FALSE)$conf.int}. */
  @Test
  void giveWilsonsInterval() {
    double[] bounds = new Measures.Share(0.8, 10).interval();

    assertThat(bounds[0]).isEqualTo(0.4901625, within(1e-6));
    assertThat(bounds[1]).isEqualTo(0.9433178, within(1e-6));
    assertThat(new Measures.Share(1, 10).interval()[1]).isEqualTo(1, within(1e-9));
  }

  @Test
  void ofASearchSayNothingAboutAnswers() {
    Measures searched =
        new Measures(
            List.of(
                result("single", Depth.SEARCH, NOTHING, 2, false, 1),
                result("absent", Depth.SEARCH, NOTHING, 0, false, 1)));
    ObjectNode json = new JsonMapper().createObjectNode();

    searched.writeTo(json);

    assertThat(json.path("recall@5").asDouble()).isEqualTo(1);
    for (String field :
        List.of("contains", "f1", "citation_precision", "abstain_recall", "abstain_precision")) {
      assertThat(json.path(field).isNull()).as(field).isTrue();
    }
    assertThat(json.at("/ttft_ms/p50").isNull()).isTrue();
  }
}
