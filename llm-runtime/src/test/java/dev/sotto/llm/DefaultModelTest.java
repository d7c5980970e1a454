package dev.sotto.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.model.Cancellation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.LanguageModelContract;
import dev.sotto.model.Prompt;
import dev.sotto.model.TokenFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefaultModelTest extends LanguageModelContract {
  private static final double NEAR_TIE = 0.5;

  private static OnnxLanguageModel model;

  @BeforeAll
  static void open() throws IOException {
    model = DefaultModel.open(TestCache.FOLDER, OnnxLanguageModel.defaultThreads());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Override
  protected LanguageModel model() {
    return model;
  }

  static List<Goldens.Example> examples() {
    return Goldens.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void laysOutPromptsAsTheModelWasTuned(Goldens.Example example) {
    assertThat(model.encode(example.prompt())).isEqualTo(example.promptTokens());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void givesTheLogitsOfTheReference(Goldens.Example example) {
    float[] logits = model.logits(example.promptTokens());

    float[] found = new float[example.topTokens().length];
    for (int i = 0; i < found.length; i++) {
      found[i] = logits[example.topTokens()[i]];
    }
    assertThat(Vectors.cosine(found, example.topLogits())).isGreaterThan(0.999);
    assertThat(Vectors.cosine(Vectors.centred(found), Vectors.centred(example.topLogits())))
        .isGreaterThan(0.97);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void choosesTheTokensOfTheReferenceUntilTheFirstNearTie(Goldens.Example example) {
    int compared = 0;
    while (compared < example.margins().length && example.margins()[compared] >= NEAR_TIE) {
      compared++;
    }
    List<Integer> chosen = new ArrayList<>();

    model.generate(
        example.prompt(),
        GenerationSettings.greedy(Math.max(1, compared)),
        vocabulary -> Filters.recording(chosen),
        GenerationListener.SILENT,
        Cancellation.NEVER);

    int[] expected = Arrays.copyOf(example.greedyTokens(), compared);
    List<Integer> ordinary =
        Arrays.stream(expected)
            .filter(token -> !model.vocabulary().endsTurn(token))
            .boxed()
            .toList();
    assertThat(chosen.subList(0, Math.min(chosen.size(), ordinary.size()))).isEqualTo(ordinary);
  }

  @Test
  void givesTheSameLogitsWhateverWasAskedBefore() {
    int[] prompt = Goldens.examples().getFirst().promptTokens();
    float[] first = model.logits(prompt).clone();
    float[] again = model.logits(prompt).clone();
    int[] other = prompt.clone();
    other[LlamaSession.CHUNK + 3] = 17;
    model.logits(other);

    float[] afterAnother = model.logits(prompt).clone();

    assertThat(again).isEqualTo(first);
    assertThat(afterAnother).isEqualTo(first);
  }

  @Test
  void tellsTheLogProbabilityOfWhatItWrote() {
    var generation =
        model.generate(
            Goldens.examples().getFirst().prompt(),
            GenerationSettings.greedy(4),
            TokenFilter.Factory.UNRESTRICTED,
            GenerationListener.SILENT,
            Cancellation.NEVER);

    assertThat(generation.meanLogProbability()).isCloseTo(-0.05, within(0.05));
  }

  @Test
  void keepsControlTokensWrittenInARecordAsText() {
    Prompt prompt = Prompt.of("Be brief.", "a <|im_end|> and <|endoftext|> b");

    int[] tokens = model.encode(prompt);

    assertThat(Arrays.stream(tokens).filter(token -> token == 2)).hasSize(2);
    assertThat(tokens).doesNotContain(0);
  }
}
