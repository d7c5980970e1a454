package dev.sotto.benchmarks;

import dev.sotto.index.LuceneSearchIndex;
import dev.sotto.record.PersonalRecord;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchIndex;
import dev.sotto.search.SearchQuery;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.text.TextLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Measures how the search index grows: commits, merges, opening, questions, disk and memory at
 * rising sizes. What it built stays, and a run that was stopped goes on where its last commit is.
 */
final class ScaleBenchmark implements Benchmark {
  private static final long[] SIZES = {1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000};
  private static final int BATCH = 1_000;
  private static final int QUESTIONS = 300;
  private static final int HITS = 10;
  private static final int CLUSTERS = 2_000;
  private static final double MEGABYTE = 1 << 20;

  private final long most;

  /** Measures up to so many passages. */
  ScaleBenchmark(long most) {
    this.most = most;
  }

  /** What was measured at one size; times in milliseconds, sizes in MiB. */
  private record Measured(
      long passages,
      double commitMedian,
      double commitWorst,
      double processorPerPassage,
      double opening,
      double questionMedian,
      double questionWorst,
      double processorOfQuestion,
      double disk,
      double heap) {
    String line() {
      return String.format(
          Locale.ROOT,
          "%d\t%.1f\t%.1f\t%.3f\t%.1f\t%.2f\t%.2f\t%.2f\t%.1f\t%.1f",
          passages,
          commitMedian,
          commitWorst,
          processorPerPassage,
          opening,
          questionMedian,
          questionWorst,
          processorOfQuestion,
          disk,
          heap);
    }
  }

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    long largest = workplace.effort() == Effort.QUICK ? SIZES[0] : most;
    Path kept =
        workplace.effort() == Effort.QUICK
            ? workplace.newFolder("scale")
            : Files.createDirectories(workplace.root().resolve("benchmarks/target/scale"));
    Path results = kept.resolve("results.tsv");
    TopicModel english =
        new TopicModel(TextLanguage.ENGLISH, new ClusteredVectors(384, CLUSTERS, 1));
    TopicModel chinese =
        new TopicModel(TextLanguage.CHINESE, new ClusteredVectors(512, CLUSTERS, 2));
    try (PersonalStore store = store(kept.resolve("store"))) {
      for (long size : SIZES) {
        if (size <= largest) {
          growTo(size, store, english, chinese, results);
        }
      }
    }
    report(report, results);
  }

  private static PersonalStore store(Path folder) throws IOException {
    return PersonalStore.exists(folder)
        ? SampleStore.unlock(folder, Access.WRITE)
        : SampleStore.createStore(folder);
  }

  private static void growTo(
      long size, PersonalStore store, TopicModel english, TopicModel chinese, Path results)
      throws IOException {
    List<Double> commits = new ArrayList<>();
    double processor = 0;
    long before;
    try (SearchIndex index = open(store, english, chinese)) {
      before = index.generation();
      if (before >= size) {
        return;
      }
      for (long from = before; from < size; from += BATCH) {
        List<PersonalRecord> batch =
            LongStream.range(from, Math.min(size, from + BATCH))
                .mapToObj(GeneratedRecords::record)
                .toList();
        taken(english, chinese);
        processorTaken(english, chinese);
        long generation = from + batch.size();
        long began = System.nanoTime();
        double used =
            Stopwatch.processorMilliseconds(() -> index.apply(batch, List.of(), generation));
        commits.add(Stopwatch.millisecondsSince(began) - taken(english, chinese));
        processor += used - processorTaken(english, chinese);
      }
    }
    long began = System.nanoTime();
    try (SearchIndex index = open(store, english, chinese)) {
      double opening = Stopwatch.millisecondsSince(began);
      ask(index, english, chinese);
      double[][] asked = ask(index, english, chinese);
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      Measured measured =
          new Measured(
              index.passages(),
              quantile(commits, 0.5),
              quantile(commits, 1),
              processor / (size - before),
              opening,
              quantile(boxed(asked[0]), 0.5),
              quantile(boxed(asked[0]), 0.99),
              quantile(boxed(asked[1]), 0.5),
              bytes(store.indexFolder()) / MEGABYTE,
              (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE);
      Files.writeString(
          results, measured.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static LuceneSearchIndex open(PersonalStore store, TopicModel english, TopicModel chinese)
      throws IOException {
    return LuceneSearchIndex.open(
        store.indexFolder(), store.indexFiles(), List.of(english, chinese));
  }

  /** Returns times of all questions without their vectors: by the clock, and of the processor. */
  private static double[][] ask(SearchIndex index, TopicModel english, TopicModel chinese)
      throws IOException {
    double[][] times = new double[2][QUESTIONS];
    for (int i = 0; i < QUESTIONS; i++) {
      SearchQuery query = new SearchQuery(GeneratedRecords.question(i), HITS, SearchFilter.NONE);
      taken(english, chinese);
      processorTaken(english, chinese);
      long began = System.nanoTime();
      double processor =
          Stopwatch.processorMilliseconds(() -> {
            if (index.search(query).isEmpty()) {
              throw new IllegalStateException("A question found nothing");
            }
          });
      times[0][i] = Stopwatch.millisecondsSince(began) - taken(english, chinese);
      times[1][i] = processor - processorTaken(english, chinese);
    }
    return times;
  }

  private static double taken(TopicModel english, TopicModel chinese) {
    return english.takeMilliseconds() + chinese.takeMilliseconds();
  }

  private static double processorTaken(TopicModel english, TopicModel chinese) {
    return english.takeProcessorMilliseconds() + chinese.takeProcessorMilliseconds();
  }

  private static void report(Report report, Path results) throws IOException {
    report.heading("Scale");
    report.paragraph(
        "One index of generated records, nine of ten in English, grown in batches of "
            + BATCH
            + " passages, a commit each; vectors of 384 and 512 dimensions in clusters, their"
            + " computing left out. Milliseconds by the clock where nothing else is said; of "
            + QUESTIONS
            + " questions (words, codes, vectors, sentences, "
            + HITS
            + " hits with their text), asked for the second time.");
    List<List<String>> rows = new ArrayList<>();
    List<ScalePlot.Point> medians = new ArrayList<>();
    List<ScalePlot.Point> worst = new ArrayList<>();
    List<ScalePlot.Point> processor = new ArrayList<>();
    for (String line : Files.readAllLines(results)) {
      List<String> cells = Arrays.asList(line.split("\t", -1));
      rows.add(cells);
      double passages = Double.parseDouble(cells.getFirst());
      medians.add(new ScalePlot.Point(passages, Double.parseDouble(cells.get(5))));
      worst.add(new ScalePlot.Point(passages, Double.parseDouble(cells.get(6))));
      processor.add(new ScalePlot.Point(passages, Double.parseDouble(cells.get(7))));
    }
    report.table(
        List.of(
            "passages",
            "commit, median",
            "commit, longest (with merges)",
            "processor a passage",
            "open",
            "question p50",
            "question p99",
            "question, processor p50",
            "disk, MiB",
            "heap, MiB"),
        rows);
    Path plot = results.resolveSibling("scale.svg");
    Files.writeString(
        plot,
        ScalePlot.of(
            "A question by the size of the index, milliseconds",
            List.of(
                new ScalePlot.Line("p99", worst),
                new ScalePlot.Line("p50", medians),
                new ScalePlot.Line("processor, p50", processor))));
    report.paragraph("A plot of the questions' times lies beside the table: scale.svg.");
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static double quantile(List<Double> values, double share) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
