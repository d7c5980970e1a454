package dev.sotto.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.llm.json.JsonSchema;
import dev.sotto.model.Cancellation;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.Prompt;
import dev.sotto.model.TokenFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SpeculationTest {
  /** Prompts in the default build; {@code -Dsotto.speculation.prompts=200} for the long form. */
  private static final int PROMPTS = Integer.getInteger("sotto.speculation.prompts", 1);

  private static final float NEAR_TIE = 2;

  private static OnnxLanguageModel model;

  @BeforeAll
  static void open() throws IOException {
    model = DefaultModel.open(TestCache.FOLDER, 1);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void choosesTheTokensOfOneAfterTheOtherUntilTheFirstNearTie() {
    for (int i = 0; i < PROMPTS; i++) {
      Prompt prompt = Records.prompt(new Random(i));
      List<Integer> one = new ArrayList<>();
      List<Integer> ahead = new ArrayList<>();
      String text = text(prompt, Speculation.PROMPT_LOOKUP, ahead);
      text(prompt, Speculation.OFF, one);

      int same = 0;
      while (same < Math.min(one.size(), ahead.size()) && one.get(same).equals(ahead.get(same))) {
        same++;
      }
      if (same < Math.max(one.size(), ahead.size())) {
        assertNearTie(prompt, one, ahead, same);
      }
      assertThat(text(prompt, Speculation.PROMPT_LOOKUP, new ArrayList<>())).isEqualTo(text);
    }
  }

  private static void assertNearTie(
      Prompt prompt, List<Integer> one, List<Integer> other, int same) {
    int[] asked = model.encode(prompt);
    int[] all = Arrays.copyOf(asked, asked.length + same);
    for (int i = 0; i < same; i++) {
      all[asked.length + i] = one.get(i);
    }
    float[] logits = model.logits(all);
    assertThat(Math.abs(logit(logits, one, same) - logit(logits, other, same)))
        .as("after %s tokens of %s", same, prompt)
        .isLessThan(NEAR_TIE);
  }

  private static float logit(float[] logits, List<Integer> tokens, int position) {
    if (position < tokens.size()) {
      return logits[tokens.get(position)];
    }
    float end = Float.NEGATIVE_INFINITY;
    for (int token = 0; token < logits.length; token++) {
      end = model.vocabulary().endsTurn(token) ? Math.max(end, logits[token]) : end;
    }
    return end;
  }

  @Test
  void writesTheSameQuotationUnderAFilter() {
    String record = "Network is now Gooseberry_5G, password TansyMill-88";
    Prompt prompt = Prompt.of("Quote the record.", "[1] chat\n" + record + "\n\nQuestion: which?");
    TokenFilter.Factory quoting = vocabulary -> Filters.quoting(record, vocabulary);
    List<Generation> generations = new ArrayList<>();
    for (Speculation speculation : Speculation.values()) {
      generations.add(
          model.generate(
              prompt,
              GenerationSettings.greedy(60),
              quoting,
              GenerationListener.SILENT,
              Cancellation.NEVER,
              speculation));
    }

    assertThat(generations.get(1).text()).isEqualTo(generations.get(0).text());
    assertThat(generations.get(1).stop()).isEqualTo(Generation.Stop.END_OF_TURN);
  }

  @Test
  void writesJsonThatItsSchemaAllows() {
    JsonSchema schema =
        JsonSchema.parse(
            """
            {"type": "object", "required": ["network", "password", "bars"],
             "properties": {"network": {"type": "string", "maxLength": 30},
                            "password": {"type": "string", "maxLength": 30},
                            "bars": {"type": "integer", "minimum": 1, "maximum": 5}}}
            """);
    Prompt prompt =
        Prompt.of("Answer in JSON.", "[1] chat\nNetwork is now Gooseberry_5G, password TansyMill");

    Generation generation =
        model.generate(
            prompt,
            GenerationSettings.greedy(120),
            schema.filter(120),
            GenerationListener.SILENT,
            Cancellation.NEVER);

    JsonNode value = JsonMapper.shared().readTree(generation.text());
    assertThat(value.propertyNames()).containsExactly("network", "password", "bars");
    assertThat(value.get("bars").intValue()).isBetween(1, 5);
    assertThat(generation.stop()).isEqualTo(Generation.Stop.END_OF_TURN);
  }

  @Test
  void weighsTheAnswerThatItWouldWriteAboveOthers() {
    Prompt prompt = Goldens.examples().getFirst().prompt();
    String written = text(prompt, 200, Speculation.OFF, new ArrayList<>());

    List<Double> weights = model.weigh(prompt, List.of("Bananas are blue.", written, "No."));

    assertThat(weights.get(1)).isGreaterThan(weights.get(0)).isGreaterThan(weights.get(2));
    assertThat(weights).allMatch(weight -> weight < 0);
    assertThat(model.weigh(prompt, List.of(written)).getFirst()).isEqualTo(weights.get(1));
  }

  private static String text(Prompt prompt, Speculation speculation, List<Integer> tokens) {
    return text(prompt, 32, speculation, tokens);
  }

  private static String text(
      Prompt prompt, int mostTokens, Speculation speculation, List<Integer> tokens) {
    return model
        .generate(
            prompt,
            GenerationSettings.greedy(mostTokens),
            vocabulary -> Filters.recording(tokens),
            GenerationListener.SILENT,
            Cancellation.NEVER,
            speculation)
        .text();
  }

  /** Prompts that ask to copy from made-up records. */
  private static final class Records {
    private static final String[] WHO = {"Tom", "Ayesha", "Dr Klein", "Mei", "the landlord"};
    private static final String[] WHAT = {
      "The boiler service is on %d May at %d:15, please leave the cellar key under the blue pot.",
      "Parcel %d waits at the shop on Mill Road until %d o'clock; bring the card with the number.",
      "Flight TX%d boards at gate %d, and the second bag costs 45 euros at the desk.",
      "Invoice %d over 240.50 was paid on the %dth by transfer from the joint account.",
      "Choir moved to room %d, starts at %d:30, and the new scores lie on the piano."
    };

    private Records() {}

    static Prompt prompt(Random random) {
      StringBuilder records = new StringBuilder();
      String last = "";
      for (int i = 1; i <= 3; i++) {
        last =
            WHAT[random.nextInt(WHAT.length)].formatted(
                1 + random.nextInt(28), 8 + random.nextInt(12));
        records
            .append("[" + i + "] note from " + WHO[random.nextInt(WHO.length)] + "\n")
            .append(last)
            .append("\n\n");
      }
      return Prompt.of(
          "Answer from the records. Repeat the record that tells it.",
          records + "Question: what does record 3 say, word for word?");
    }
  }
}
