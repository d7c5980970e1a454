package dev.sotto.benchmarks;

import dev.sotto.llm.DefaultModel;
import dev.sotto.llm.OnnxLanguageModel;
import dev.sotto.llm.Speculation;
import dev.sotto.model.Cancellation;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.Prompt;
import dev.sotto.model.TokenFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures writing with and without tokens guessed from the prompt, in pairs: answers that copy a
 * record, and answers that have nothing to copy.
 */
final class GuessingAheadBenchmark implements Benchmark {
  private static final int WRITTEN_TOKENS = 64;
  private static final String RECORDS =
      """
      [1] note from Tom
      The boiler service is on 12 May at 9:15, please leave the cellar key under the blue pot.

      [2] note from Mei
      Choir moved to room 14, starts at 18:30, and the new scores lie on the piano.

      Question: what do the records say, word for word?\
      """;
  private static final Prompt COPYING =
      Prompt.of("Repeat the records that answer the question.", RECORDS);
  private static final Prompt FREE = Prompt.of("Be brief.", "Tell a story about a lighthouse.");

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    report.heading("Guessing ahead");
    report.paragraph(
        "The default model, pairs of the same prompt without and with guesses, in turns; the"
            + " speed-up is the median of each pair's ratio, above 1 is faster.");
    try (OnnxLanguageModel model =
        DefaultModel.open(workplace.modelCache(), OnnxLanguageModel.defaultThreads())) {
      report.table(
          List.of("answer", "without, tokens/s", "with, tokens/s", "speed-up", "same text"),
          List.of(
              row("copies", COPYING, model, workplace.effort()),
              row("has nothing to copy", FREE, model, workplace.effort())));
    }
  }

  private static List<String> row(
      String name, Prompt prompt, OnnxLanguageModel model, Effort effort) {
    List<Double> alone = new ArrayList<>();
    List<Double> guessed = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    int same = 0;
    int rounds = effort.of(15, 3);
    for (int round = -1; round < rounds; round++) {
      boolean turned = round % 2 == 0;
      Generation first =
          generate(model, prompt, turned ? Speculation.PROMPT_LOOKUP : Speculation.OFF);
      Generation second =
          generate(model, prompt, turned ? Speculation.OFF : Speculation.PROMPT_LOOKUP);
      if (round >= 0) {
        Generation without = turned ? second : first;
        Generation with = turned ? first : second;
        alone.add(speed(without));
        guessed.add(speed(with));
        ratios.add(speed(with) / speed(without));
        same += with.text().equals(without.text()) ? 1 : 0;
      }
    }
    return List.of(
        name,
        Spread.of(alone).text(0),
        Spread.of(guessed).text(0),
        Spread.of(ratios).text(2),
        same + " of " + rounds);
  }

  private static Generation generate(
      OnnxLanguageModel model, Prompt prompt, Speculation speculation) {
    return model.generate(
        prompt,
        GenerationSettings.greedy(WRITTEN_TOKENS),
        TokenFilter.Factory.UNRESTRICTED,
        GenerationListener.SILENT,
        Cancellation.NEVER,
        speculation);
  }

  private static double speed(Generation generation) {
    double writing = (generation.total().toNanos() - generation.firstToken().toNanos()) / 1e9;
    return (generation.generatedTokens() - 1) / writing;
  }
}
