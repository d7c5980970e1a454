package dev.sotto.benchmarks;

import dev.sotto.index.LuceneSearchIndex;
import dev.sotto.llm.embedding.OnnxEmbeddingModel;
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
 * rising sizes. What it built stays, and a run that was stopped at any time goes on where its last
 * commit is: the time of each commit is kept beside the index, and each size has one line of
 * results.
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
    Results results = new Results(kept);
    TopicModel english =
        new TopicModel(TextLanguage.ENGLISH, new ClusteredVectors(384, CLUSTERS, 1));
    TopicModel chinese =
        new TopicModel(TextLanguage.CHINESE, new ClusteredVectors(512, CLUSTERS, 2));
    try (PersonalStore store = store(kept.resolve("store"))) {
      long before = 0;
      for (long size : sizesUpTo(largest)) {
        growTo(size, before, store, english, chinese, results);
        before = size;
      }
    }
    report(report, results.lines(), results.plot());
    reportEmbedding(workplace, report);
  }

  private static List<Long> sizesUpTo(long largest) {
    List<Long> sizes =
        new ArrayList<>(Arrays.stream(SIZES).filter(size -> size < largest).boxed().toList());
    sizes.add(largest);
    return sizes;
  }

  /** The files that tell a later run what an earlier one measured. */
  private record Results(Path folder) {
    List<String> lines() throws IOException {
      return read("results.tsv");
    }

    boolean has(long size) throws IOException {
      return lines().stream().anyMatch(line -> line.startsWith(size + "\t"));
    }

    void add(Measured measured) throws IOException {
      append("results.tsv", measured.line());
    }

    void addCommit(long passages, double milliseconds, double processor) throws IOException {
      append(
          "commits.tsv",
          String.format(Locale.ROOT, "%d\t%.3f\t%.3f", passages, milliseconds, processor));
    }

    /** Returns times of the commits beyond one size up to another: by the clock, of a processor. */
    List<double[]> commits(long from, long to) throws IOException {
      List<double[]> commits = new ArrayList<>();
      for (String line : read("commits.tsv")) {
        String[] cells = line.split("\t", -1);
        long passages = Long.parseLong(cells[0]);
        if (passages > from && passages <= to) {
          commits.add(new double[] {Double.parseDouble(cells[1]), Double.parseDouble(cells[2])});
        }
      }
      return commits;
    }

    Path plot() {
      return folder.resolve("scale.svg");
    }

    private List<String> read(String name) throws IOException {
      Path file = folder.resolve(name);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void append(String name, String line) throws IOException {
      Files.writeString(
          folder.resolve(name), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static PersonalStore store(Path folder) throws IOException {
    return PersonalStore.exists(folder)
        ? SampleStore.unlock(folder, Access.WRITE)
        : SampleStore.createStore(folder);
  }

  private static void growTo(
      long size,
      long measuredBefore,
      PersonalStore store,
      TopicModel english,
      TopicModel chinese,
      Results results)
      throws IOException {
    if (results.has(size)) {
      return;
    }
    try (SearchIndex index = open(store, english, chinese)) {
      long before = index.generation();
      if (before > size) {
        return;
      }
      if (before > 0) {
        System.err.printf("The index has %d passages; growing to %d%n", before, size);
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
        double milliseconds = Stopwatch.millisecondsSince(began) - taken(english, chinese);
        results.addCommit(generation, milliseconds, used - processorTaken(english, chinese));
      }
    }
    measure(size, measuredBefore, store, english, chinese, results);
  }

  private static void measure(
      long size,
      long measuredBefore,
      PersonalStore store,
      TopicModel english,
      TopicModel chinese,
      Results results)
      throws IOException {
    List<double[]> commits = results.commits(measuredBefore, size);
    long began = System.nanoTime();
    try (SearchIndex index = open(store, english, chinese)) {
      double opening = Stopwatch.millisecondsSince(began);
      ask(index, english, chinese);
      double[][] asked = ask(index, english, chinese);
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      List<Double> clock = commits.stream().map(commit -> commit[0]).toList();
      results.add(
          new Measured(
              size,
              quantile(clock, 0.5),
              quantile(clock, 1),
              commits.stream().mapToDouble(commit -> commit[1]).sum() / (size - measuredBefore),
              opening,
              quantile(boxed(asked[0]), 0.5),
              quantile(boxed(asked[0]), 0.99),
              quantile(boxed(asked[1]), 0.5),
              bytes(store.indexFolder()) / MEGABYTE,
              (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE));
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

  /** Measures what was left out: a question's vector, by the models that Sotto ships. */
  private static void reportEmbedding(Workplace workplace, Report report) throws IOException {
    int questions = workplace.effort().of(QUESTIONS, 10);
    List<Double> clock = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    try (OnnxEmbeddingModel english = OnnxEmbeddingModel.english(workplace.modelCache(), 1);
        OnnxEmbeddingModel chinese = OnnxEmbeddingModel.chinese(workplace.modelCache(), 1)) {
      for (int i = -questions / 10; i < questions; i++) {
        int number = Math.floorMod(i, questions);
        String question = GeneratedRecords.question(number);
        OnnxEmbeddingModel model = GeneratedRecords.isChinese(number) ? chinese : english;
        long began = System.nanoTime();
        double used = Stopwatch.processorMilliseconds(() -> model.embedQuestion(question));
        if (i >= 0) {
          clock.add(Stopwatch.millisecondsSince(began));
          processor.add(used);
        }
      }
    }
    report.paragraph(
        String.format(
            Locale.ROOT,
            "Left out above, the vector of a question by the models that Sotto ships, on one"
                + " thread, %d questions: p50 %.2f ms, p99 %.2f ms by the clock, p50 %.2f ms of the"
                + " processor.",
            questions,
            quantile(clock, 0.5),
            quantile(clock, 0.99),
            quantile(processor, 0.5)));
  }

  private static void report(Report report, List<String> results, Path plot) throws IOException {
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
    for (String line : results) {
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
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
