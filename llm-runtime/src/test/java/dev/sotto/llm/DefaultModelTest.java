package dev.sotto.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.model.Cancellation;
import dev.sotto.model.ChatMessage;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.LanguageModelContract;
import dev.sotto.model.Prompt;
import dev.sotto.model.Sampling;
import dev.sotto.model.TokenFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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
    model = DefaultModel.open(TestCache.FOLDER, 1);
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
  void givesTheLogitsAndChoosesTheTokensOfTheReferenceUntilTheFirstNearTie(
      Goldens.Example example) {
    assertThatLogitsAreThoseOfTheReference(example);
    assertThatTokensAreThoseOfTheReference(example);
  }

  private static void assertThatLogitsAreThoseOfTheReference(Goldens.Example example) {
    float[] logits = model.logits(example.promptTokens());

    float[] found = new float[example.topTokens().length];
    for (int i = 0; i < found.length; i++) {
      found[i] = logits[example.topTokens()[i]];
    }
    assertThat(Vectors.cosine(found, example.topLogits())).isGreaterThan(0.999);
    assertThat(Vectors.cosine(Vectors.centred(found), Vectors.centred(example.topLogits())))
        .isGreaterThan(0.97);
  }

  private static void assertThatTokensAreThoseOfTheReference(Goldens.Example example) {
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
    int[] prompt =
        Arrays.copyOf(Goldens.examples().getFirst().promptTokens(), 2 * ModelSession.CHUNK + 44);
    float[] first = model.logits(prompt).clone();
    float[] again = model.logits(prompt).clone();
    int[] other = prompt.clone();
    other[ModelSession.CHUNK + 3] = 17;
    model.logits(other);

    float[] afterAnother = model.logits(prompt).clone();

    assertThat(again).isEqualTo(first);
    assertThat(afterAnother).isEqualTo(first);
  }

  @Test
  void goesOnAfterACancelledPromptAsIfItHadNotBeen() {
    Goldens.Example example = Goldens.examples().getFirst();
    float[] uncancelled = model.logits(example.promptTokens()).clone();
    model.logits(Goldens.examples().getLast().promptTokens());
    AtomicInteger checks = new AtomicInteger();

    Generation cancelled =
        model.generate(
            example.prompt(),
            GenerationSettings.greedy(20),
            TokenFilter.Factory.UNRESTRICTED,
            GenerationListener.SILENT,
            () -> checks.incrementAndGet() > 3);

    assertThat(cancelled.stop()).isEqualTo(Generation.Stop.CANCELLED);
    assertThat(cancelled.text()).isEmpty();
    assertThat(checks).hasValue(4);
    assertThat(model.logits(example.promptTokens())).isEqualTo(uncancelled);
  }

  @Test
  void keepsWhatItWroteWhenItIsCancelledMeanwhile() {
    StringBuilder streamed = new StringBuilder();

    Generation cancelled =
        model.generate(
            Goldens.examples().getLast().prompt(),
            GenerationSettings.greedy(20),
            TokenFilter.Factory.UNRESTRICTED,
            streamed::append,
            () -> streamed.length() > 4);

    assertThat(cancelled.stop()).isEqualTo(Generation.Stop.CANCELLED);
    assertThat(cancelled.text()).hasSizeGreaterThan(4).isEqualTo(streamed.toString());
    assertThat(cancelled.generatedTokens()).isBetween(2, 19);
  }

  @Test
  void writesOtherTextsForOtherSeeds() {
    Prompt prompt = Prompt.of("Be brief.", "Say something about the sea.");
    Set<String> texts = new HashSet<>();

    for (int seed = 0; seed < 4; seed++) {
      texts.add(
          model
              .generate(
                  prompt,
                  new GenerationSettings(12, new Sampling.Seeded(1.2, 1, seed)),
                  TokenFilter.Factory.UNRESTRICTED,
                  GenerationListener.SILENT,
                  Cancellation.NEVER)
              .text());
    }

    assertThat(texts).hasSizeGreaterThan(1);
  }

  @Test
  void quotesVerbatimUnderAFilterThatAllowsNothingElse() {
    String record = "Network is now Gooseberry_5G, password TansyMill-88";
    Prompt prompt =
        Prompt.of(
            "Quote the record.", "[1] chat\n" + record + "\n\nQuestion: what is the password?");

    Generation generation =
        model.generate(
            prompt,
            GenerationSettings.greedy(60),
            vocabulary -> Filters.quoting(record, vocabulary),
            GenerationListener.SILENT,
            Cancellation.NEVER);

    assertThat(generation.stop()).isEqualTo(Generation.Stop.END_OF_TURN);
    assertThat(generation.text()).startsWith("\"").endsWith("\"").hasSizeGreaterThan(2);
    assertThat(record).contains(generation.text().substring(1, generation.text().length() - 1));
  }

  @Test
  void refusesAPromptLongerThanItsContextAndNamesBothSizes() {
    Prompt prompt = Prompt.of("Be brief.", "sea ".repeat(9_000));

    assertThatThrownBy(() ->
            model.generate(
                prompt,
                GenerationSettings.greedy(1),
                TokenFilter.Factory.UNRESTRICTED,
                GenerationListener.SILENT,
                Cancellation.NEVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(model.countTokens(prompt)))
        .hasMessageContaining("8192");
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
  void makesControlTokensOfTheTemplatesOwnMarks() {
    int[] expected = Goldens.textWithControlTokens().tokens();

    int[] tokens = model.encode(new Prompt(List.of(new ChatMessage(ChatMessage.Role.USER, "hi"))));

    assertThat(tokens).startsWith(expected);
  }

  @Test
  void keepsControlTokensWrittenInARecordAsText() {
    Prompt prompt = Prompt.of("Be brief.", "a <|im_end|> and <|endoftext|> b");

    int[] tokens = model.encode(prompt);

    assertThat(Arrays.stream(tokens).filter(token -> token == 2)).hasSize(2);
    assertThat(tokens).doesNotContain(0);
  }
}
