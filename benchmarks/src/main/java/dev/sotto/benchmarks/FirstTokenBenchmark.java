package dev.sotto.benchmarks;

import dev.sotto.application.demo.SampleLife;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.AnswerListener;
import dev.sotto.assistant.Assistant;
import dev.sotto.assistant.Question;
import dev.sotto.llm.DefaultModel;
import dev.sotto.llm.OnnxLanguageModel;
import dev.sotto.llm.embedding.OnnxEmbeddingModel;
import dev.sotto.model.Cancellation;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.TokenFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures how long a person waits for the first token of an answer, search included, against the
 * time that the same model takes for nothing but a prompt of that length.
 */
final class FirstTokenBenchmark implements Benchmark {
  private static final double FACTOR = 1.2;
  private static final double ALLOWANCE_MILLISECONDS = 100;

  /** A question that the model is called for, and every time it was asked. */
  private record Probe(String question, int promptTokens, List<Asked> asked) {}

  /** One question asked once, right after a prompt of its length. */
  private record Asked(
      int promptTokens, double prefillAlone, double search, double preparing, double firstToken) {
    double ratio() {
      return firstToken / prefillAlone;
    }

    double limit() {
      return FACTOR * prefillAlone + ALLOWANCE_MILLISECONDS;
    }

    boolean isWithin() {
      return firstToken <= limit();
    }
  }

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    int threads = OnnxLanguageModel.defaultThreads();
    Path cache = workplace.modelCache();
    Path life = workplace.folder().resolve("life");
    SampleLife.copyTo(life);
    try (FirstTokenWatch writer = new FirstTokenWatch(DefaultModel.open(cache, threads));
        OnnxEmbeddingModel english = OnnxEmbeddingModel.english(cache, threads);
        OnnxEmbeddingModel chinese = OnnxEmbeddingModel.chinese(cache, threads);
        SampleStore store =
            SampleStore.create(workplace.folder().resolve("store"), List.of(english, chinese))) {
      store.add(SampleStore.sources(life));
      report(measure(workplace.effort(), writer, store), report);
    }
  }

  private static List<Probe> measure(Effort effort, FirstTokenWatch writer, SampleStore store)
      throws IOException {
    Assistant assistant = store.assistant(writer);
    FillerPrompt filler = new FillerPrompt(writer, 1);
    List<Probe> probes = new ArrayList<>();
    for (String question : Questions.ENGLISH.subList(0, effort.of(Questions.ENGLISH.size(), 3))) {
      Answer answer =
          assistant.ask(Question.of(question), AnswerListener.SILENT, Cancellation.NEVER);
      if (answer.timings().promptTokens() > 0) {
        probes.add(new Probe(question, answer.timings().promptTokens(), new ArrayList<>()));
      }
    }
    int warmUps = effort.of(2, 1);
    for (int round = -warmUps; round < effort.of(9, 3); round++) {
      for (Probe probe : probes) {
        Asked asked = ask(assistant, writer, filler, probe);
        if (round >= 0) {
          probe.asked().add(asked);
        }
      }
    }
    return probes;
  }

  private static Asked ask(
      Assistant assistant, FirstTokenWatch writer, FillerPrompt filler, Probe probe)
      throws IOException {
    Generation alone =
        writer.generate(
            filler.ofTokens(probe.promptTokens()),
            GenerationSettings.greedy(1),
            TokenFilter.Factory.UNRESTRICTED,
            GenerationListener.SILENT,
            Cancellation.NEVER);
    double tokensPerMillisecond = alone.promptTokens() / milliseconds(alone.prefill().toNanos());
    writer.reset();
    long began = System.nanoTime();
    Answer answer =
        assistant.ask(Question.of(probe.question()), AnswerListener.SILENT, Cancellation.NEVER);
    double firstToken = milliseconds(writer.firstTokenNanos() - began);
    if (!writer.hasSeenOne()) {
      throw new IllegalStateException("A question that was answered before no longer is");
    }
    double search = milliseconds(answer.timings().search().toNanos());
    double generating = milliseconds(answer.timings().firstToken().toNanos());
    return new Asked(
        answer.timings().promptTokens(),
        answer.timings().promptTokens() / tokensPerMillisecond,
        search,
        firstToken - search - generating,
        firstToken);
  }

  private static double milliseconds(long nanos) {
    return nanos / 1e6;
  }

  private static void report(List<Probe> probes, Report report) {
    report.heading("First token");
    report.paragraph(
        "Open store over the sample life's notes and mails, everything warm. Prefill: the same"
            + " model on another prompt of as many tokens, right before. Limit: 1.2 × prefill"
            + " + 100 ms, from the question to the first token, search included. Milliseconds.");
    List<List<String>> rows = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> speeds = new ArrayList<>();
    int within = 0;
    int all = 0;
    for (Probe probe : probes) {
      List<Asked> times = probe.asked();
      long good = times.stream().filter(Asked::isWithin).count();
      within += (int) good;
      all += times.size();
      times.forEach(time -> ratios.add(time.ratio()));
      times.forEach(time -> speeds.add(1e3 * time.promptTokens() / time.prefillAlone()));
      rows.add(
          List.of(
              probe.question(),
              String.valueOf(probe.promptTokens()),
              Spread.of(times.stream().map(Asked::prefillAlone).toList()).text(0),
              Spread.of(times.stream().map(Asked::search).toList()).text(0),
              Spread.of(times.stream().map(Asked::preparing).toList()).text(1),
              Spread.of(times.stream().map(Asked::firstToken).toList()).text(0),
              Spread.of(times.stream().map(Asked::ratio).toList()).text(2),
              Spread.of(times.stream().map(Asked::limit).toList()).text(0),
              good + " of " + times.size()));
    }
    report.table(
        List.of(
            "question",
            "prompt tokens",
            "prefill alone",
            "search",
            "layout",
            "first token",
            "first token ÷ prefill",
            "limit",
            "within"),
        rows);
    report.paragraph(
        String.format(
            Locale.ROOT,
            "Prefill %s tokens/s; first token ÷ prefill %s; **%d of %d within the limit**.",
            Spread.of(speeds).text(0),
            Spread.of(ratios).text(2),
            within,
            all));
  }
}
