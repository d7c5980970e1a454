package dev.sotto.application.model;

import dev.sotto.model.Cancellation;
import dev.sotto.model.ChatMessage;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.Prompt;
import dev.sotto.model.TokenChoice;
import dev.sotto.model.TokenFilter;
import dev.sotto.model.TokenVocabulary;
import dev.sotto.securestore.confinement.PeakMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Measures how fast a model reads a prompt and writes, by the prompt's length. Each length is tried
 * up to three times with prompts that begin differently, so that nothing is taken from the run
 * before, and the median by decoding speed is kept. Lengths for which the time would not last are
 * left out. For one thread.
 */
public final class ModelBench {
  /** How many tokens prompts have. */
  public static final List<Integer> LENGTHS = List.of(128, 512, 1024);

  private static final int WRITTEN_TOKENS = 32;
  private static final int MOST_RUNS = 3;
  private static final double NANOS = 1e9;

  private static final String ENGLISH =
      "The boiler was serviced on Tuesday morning and the engineer left a note on the kitchen"
          + " table. She said that the pressure had been too low since the winter, and that"
          + " somebody should look at the valve behind the stairs before the end of the month. ";
  private static final String CHINESE = "锅炉星期二上午检修过了，师傅在厨房桌上留了一张字条，说冬天以来压力一直太低，月底以前应该有人看看楼梯后面的阀门。";

  private final LanguageModel model;
  private final LongSupplier nanoTime;
  private final Duration limit;
  private final EnergyMeter energy;

  /**
   * @param model stays the caller's
   * @param nanoTime a clock like {@link System#nanoTime}
   * @param limit after this time no further run is begun
   * @param energy what the machine tells
   */
  public ModelBench(
      LanguageModel model, LongSupplier nanoTime, Duration limit, EnergyMeter energy) {
    this.model = model;
    this.nanoTime = nanoTime;
    this.limit = limit;
    this.energy = energy;
  }

  /**
   * What was measured with one length.
   *
   * @param promptTokens how many tokens the prompt had
   * @param runs how often it was tried
   * @param prefillTokensPerSecond how fast the prompt was taken
   * @param decodeTokensPerSecond how fast was written after the first token
   * @param firstToken time until the first token
   * @param peakBytes the most memory that the process has had until then
   * @param joules of the whole machine, for prompt and answer
   */
  public record Row(
      int promptTokens,
      int runs,
      double prefillTokensPerSecond,
      double decodeTokensPerSecond,
      Duration firstToken,
      OptionalLong peakBytes,
      OptionalDouble joules) {}

  /** Measures, and returns a row for each length that there was time for. */
  public List<Row> run(Cancellation cancellation) {
    long begun = nanoTime.getAsLong();
    int[] writable = writable(model.vocabulary());
    List<Row> rows = new ArrayList<>();
    double secondsPerToken = 0;
    for (int length : LENGTHS) {
      List<Row> runs = new ArrayList<>();
      while (runs.size() < MOST_RUNS && !cancellation.requested()) {
        double left = (limit.toNanos() - (nanoTime.getAsLong() - begun)) / NANOS;
        if (left < secondsPerToken * length
            || length + WRITTEN_TOKENS > model.description().contextTokens()) {
          break;
        }
        long before = nanoTime.getAsLong();
        Row row = once(prompt(length, runs.size()), writable, cancellation);
        if (cancellation.requested()) {
          break;
        }
        secondsPerToken = (nanoTime.getAsLong() - before) / NANOS / length;
        runs.add(row);
      }
      if (!runs.isEmpty()) {
        rows.add(median(runs));
      }
    }
    return rows;
  }

  private static Row median(List<Row> runs) {
    Row middle =
        runs.stream()
            .sorted(Comparator.comparingDouble(Row::decodeTokensPerSecond))
            .toList()
            .get(runs.size() / 2);
    return new Row(
        middle.promptTokens(),
        runs.size(),
        middle.prefillTokensPerSecond(),
        middle.decodeTokensPerSecond(),
        middle.firstToken(),
        runs.getLast().peakBytes(),
        middle.joules());
  }

  private Row once(Prompt prompt, int[] writable, Cancellation cancellation) {
    EnergyMeter.Reading before = energy.read();
    Generation generation =
        model.generate(
            prompt,
            GenerationSettings.greedy(WRITTEN_TOKENS),
            _ -> new NeverEnding(writable),
            GenerationListener.SILENT,
            cancellation);
    OptionalDouble joules = energy.joules(before, energy.read());
    double writing = generation.total().minus(generation.firstToken()).toNanos() / NANOS;
    return new Row(
        generation.promptTokens(),
        1,
        generation.promptTokens() / Math.max(1e-9, generation.prefill().toNanos() / NANOS),
        Math.max(0, generation.generatedTokens() - 1) / Math.max(1e-9, writing),
        generation.firstToken(),
        PeakMemory.ofThisProcess(),
        joules);
  }

  private Prompt prompt(int tokens, int run) {
    String text = run + ". " + ENGLISH;
    while (model.countTokens(prompt(text)) < tokens) {
      text = text + ENGLISH;
    }
    int from = 1;
    int to = text.length();
    while (from < to) {
      int middle = (from + to + 1) / 2;
      if (model.countTokens(prompt(text.substring(0, middle))) <= tokens) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return prompt(text.substring(0, from));
  }

  private static Prompt prompt(String text) {
    return new Prompt(List.of(new ChatMessage(ChatMessage.Role.USER, text)));
  }

  /** Returns how many English words a token is, on average. */
  public double wordsPerToken() {
    return (double) ENGLISH.strip().split(" ", -1).length / tokens(ENGLISH);
  }

  /** Returns how many Chinese characters a token is, on average. */
  public double charactersPerToken() {
    return (double) CHINESE.length() / tokens(CHINESE);
  }

  private int tokens(String sample) {
    return Math.max(
        1, model.countTokens(prompt(sample + sample)) - model.countTokens(prompt(sample)));
  }

  private static int[] writable(TokenVocabulary vocabulary) {
    return IntStream.range(0, vocabulary.size())
        .filter(token -> !vocabulary.endsTurn(token))
        .toArray();
  }

  private record NeverEnding(TokenChoice choice) implements TokenFilter {
    NeverEnding(int[] writable) {
      this(new TokenChoice.Only(writable));
    }

    @Override
    public TokenChoice next() {
      return choice;
    }

    @Override
    public void accept(int token) {}
  }
}
