package dev.sotto.benchmarks;

import dev.sotto.llm.DefaultModel;
import dev.sotto.llm.OnnxLanguageModel;
import dev.sotto.model.Cancellation;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.Prompt;
import dev.sotto.model.TokenChoice;
import dev.sotto.model.TokenFilter;
import dev.sotto.model.TokenVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Measures the default model alone: loading, prompts of several lengths, and writing. */
final class DecodeBenchmark implements Benchmark {
  private static final List<Integer> PROMPT_TOKENS = List.of(64, 256, 600, 1_200);
  private static final int WRITTEN_TOKENS = 128;

  /** One prompt of a length, taken in and answered. */
  private record Written(double prefillSpeed, double decodeSpeed, double firstToken, double again) {
    static Written measure(LanguageModel model, Prompt prompt, TokenFilter.Factory endless) {
      Generation first = generate(model, prompt, endless, WRITTEN_TOKENS);
      Generation again = generate(model, prompt, endless, 1);
      double writing = (first.total().toNanos() - first.firstToken().toNanos()) / 1e9;
      return new Written(
          first.promptTokens() * 1e9 / first.prefill().toNanos(),
          (first.generatedTokens() - 1) / writing,
          first.firstToken().toNanos() / 1e6,
          again.firstToken().toNanos() / 1e6);
    }

    private static Generation generate(
        LanguageModel model, Prompt prompt, TokenFilter.Factory filter, int tokens) {
      return model.generate(
          prompt,
          GenerationSettings.greedy(tokens),
          filter,
          GenerationListener.SILENT,
          Cancellation.NEVER);
    }
  }

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    Effort effort = workplace.effort();
    Path cache = workplace.modelCache();
    int threads = OnnxLanguageModel.defaultThreads();
    DefaultModel.open(cache, threads).close();
    List<Double> loads = new ArrayList<>();
    for (int i = 0; i < effort.of(9, 3); i++) {
      long began = System.nanoTime();
      OnnxLanguageModel model = DefaultModel.open(cache, threads);
      loads.add(Stopwatch.millisecondsSince(began));
      model.close();
    }
    report.heading("Language model");
    report.paragraph(
        "The default model on "
            + threads
            + " threads. Loading, prepared before, in a warm process: "
            + Spread.of(loads).text(0)
            + " ms (limit 500). Writing: "
            + WRITTEN_TOKENS
            + " tokens, the most likely ones, ends of turn left out.");
    try (OnnxLanguageModel model = DefaultModel.open(cache, threads)) {
      report.table(
          List.of(
              "prompt tokens",
              "prefill tokens/s",
              "decode tokens/s",
              "first token, ms",
              "first token of the same prompt again, ms"),
          rows(effort, model));
    }
  }

  private static List<List<String>> rows(Effort effort, LanguageModel model) {
    FillerPrompt filler = new FillerPrompt(model, 2);
    int[] going = tokensThatGoOn(model.vocabulary());
    TokenFilter.Factory endless = vocabulary -> new Endless(new TokenChoice.Only(going));
    List<List<Written>> written = new ArrayList<>();
    PROMPT_TOKENS.forEach(tokens -> written.add(new ArrayList<>()));
    for (int round = -1; round < effort.of(9, 2); round++) {
      for (int i = 0; i < PROMPT_TOKENS.size(); i++) {
        Written one = Written.measure(model, filler.ofTokens(PROMPT_TOKENS.get(i)), endless);
        if (round >= 0) {
          written.get(i).add(one);
        }
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < PROMPT_TOKENS.size(); i++) {
      List<Written> ones = written.get(i);
      rows.add(
          List.of(
              String.valueOf(PROMPT_TOKENS.get(i)),
              Spread.of(ones.stream().map(Written::prefillSpeed).toList()).text(0),
              Spread.of(ones.stream().map(Written::decodeSpeed).toList()).text(0),
              Spread.of(ones.stream().map(Written::firstToken).toList()).text(0),
              Spread.of(ones.stream().map(Written::again).toList()).text(0)));
    }
    return rows;
  }

  private static int[] tokensThatGoOn(TokenVocabulary vocabulary) {
    return IntStream.range(0, vocabulary.size())
        .filter(token -> !vocabulary.endsTurn(token))
        .toArray();
  }

  /** Lets every token come but those that end the turn. */
  private record Endless(TokenChoice choice) implements TokenFilter {
    @Override
    public TokenChoice next() {
      return choice;
    }

    @Override
    public void accept(int token) {}
  }
}
