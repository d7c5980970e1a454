package dev.sotto.benchmarks;

import dev.sotto.application.demo.SampleLife;
import dev.sotto.llm.OnnxLanguageModel;
import dev.sotto.llm.embedding.OnnxEmbeddingModel;
import dev.sotto.model.EmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how many records a second an import brings into a new encrypted store and its index,
 * with vectors and with words alone.
 */
final class ImportBenchmark implements Benchmark {
  /** What is imported. */
  private record Corpus(String name, List<Path> sources, int rounds) {}

  /** One import into a new store. */
  private record Imported(long records, long passages, double milliseconds) {
    double recordsPerSecond() {
      return records * 1e3 / milliseconds;
    }

    double passagesPerSecond() {
      return passages * 1e3 / milliseconds;
    }
  }

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    Effort effort = workplace.effort();
    int threads = OnnxLanguageModel.defaultThreads();
    Path life = workplace.newFolder("sample").resolve("life");
    SampleLife.copyTo(life);
    Path notes = workplace.newFolder("notes");
    int count = effort.of(1_000, 100);
    new GeneratedNotes(3).write(notes, count);
    report.heading("Import");
    report.paragraph(
        "Into a new encrypted store and index each time; models loaded before, on "
            + threads
            + " threads. \"With vectors\" computes them for every passage and sentence.");
    List<List<String>> rows = new ArrayList<>();
    try (OnnxEmbeddingModel english = OnnxEmbeddingModel.english(workplace.modelCache(), threads);
        OnnxEmbeddingModel chinese = OnnxEmbeddingModel.chinese(workplace.modelCache(), threads)) {
      english.load();
      chinese.load();
      List<EmbeddingModel> models = List.of(english, chinese);
      for (Corpus corpus :
          List.of(
              new Corpus("sample life", SampleStore.sources(life), effort.of(5, 2)),
              new Corpus(count + " generated notes", List.of(notes), effort.of(3, 1)))) {
        measure(workplace, corpus, models, rows);
      }
    }
    report.table(
        List.of(
            "corpus",
            "records",
            "passages",
            "with vectors, records/s",
            "passages/s",
            "words alone, records/s",
            "passages/s",
            "words alone ÷ with vectors"),
        rows);
  }

  private static void measure(
      Workplace workplace, Corpus corpus, List<EmbeddingModel> models, List<List<String>> rows)
      throws IOException {
    List<Imported> vectors = new ArrayList<>();
    List<Imported> words = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    importOnce(workplace, corpus, List.of());
    for (int round = 0; round < corpus.rounds(); round++) {
      Imported withVectors = importOnce(workplace, corpus, models);
      Imported wordsAlone = importOnce(workplace, corpus, List.of());
      vectors.add(withVectors);
      words.add(wordsAlone);
      ratios.add(wordsAlone.recordsPerSecond() / withVectors.recordsPerSecond());
    }
    rows.add(
        List.of(
            corpus.name(),
            String.valueOf(vectors.getFirst().records()),
            String.valueOf(vectors.getFirst().passages()),
            Spread.of(vectors.stream().map(Imported::recordsPerSecond).toList()).text(1),
            Spread.of(vectors.stream().map(Imported::passagesPerSecond).toList()).text(1),
            Spread.of(words.stream().map(Imported::recordsPerSecond).toList()).text(0),
            Spread.of(words.stream().map(Imported::passagesPerSecond).toList()).text(0),
            Spread.of(ratios).text(1)));
  }

  private static Imported importOnce(
      Workplace workplace, Corpus corpus, List<EmbeddingModel> models) throws IOException {
    Path folder = workplace.newFolder("import");
    Path place = folder.resolve("store");
    try (SampleStore store = SampleStore.create(place, models)) {
      long began = System.nanoTime();
      long records = store.add(corpus.sources());
      double milliseconds = Stopwatch.millisecondsSince(began);
      return new Imported(records, store.passages(), milliseconds);
    } finally {
      if (Files.exists(folder)) {
        Workplace.remove(folder);
      }
    }
  }
}
