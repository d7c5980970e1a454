package dev.sotto.application.command;

import dev.sotto.application.evaluation.Evaluation;
import dev.sotto.application.evaluation.EvaluationPage;
import dev.sotto.application.evaluation.KnownQuestion;
import dev.sotto.application.evaluation.Measures;
import dev.sotto.application.evaluation.QuestionFileException;
import dev.sotto.application.evaluation.QuestionResult;
import dev.sotto.application.evaluation.TemporaryLife;
import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.terminal.WorkProgressDisplay;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.importing.Importer;
import dev.sotto.llm.OnnxLanguageModel;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how well questions with known answers are answered. */
@Command(name = "eval")
final class EvalCommand implements Callable<Integer> {
  private static final int NAME_COLUMNS = 10;
  private static final int[] COLUMNS = {4, 16, 16, 16, 4, 16, 16, 16};

  private final SottoCommand sotto;

  @Parameters(paramLabel = "FILE", descriptionKey = "eval.file")
  private Path file = Path.of("");

  @Option(names = "--now", paramLabel = "TIME")
  private @Nullable String now;

  @Option(names = "--zone", paramLabel = "ZONE")
  private @Nullable String zone;

  @Option(names = "--life", paramLabel = "FOLDER")
  private @Nullable Path life;

  @Option(names = "--me", paramLabel = "NAME|ADDRESS")
  private List<String> me = new ArrayList<>();

  @Option(names = "--kind", paramLabel = "KIND")
  private List<String> kinds = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--report", paramLabel = "FILE.html")
  private @Nullable Path report;

  @Option(names = "--model", paramLabel = "FILE.gguf")
  private @Nullable Path model;

  @Option(names = "--without-model")
  private boolean withoutModel;

  EvalCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    List<KnownQuestion> questions = questions();
    ZoneId place = place();
    Clock clock = clock(place);
    checkReport();
    checkModel();
    Path beside = file.toAbsolutePath().normalize().getParent();
    Path folder = life != null ? life : beside == null ? Path.of(".") : beside;
    if (life == null && PersonalStore.exists(sotto.locations().store())) {
      AtomicBoolean empty = new AtomicBoolean();
      int status =
          sotto.withVaultForQuestions(
              need(),
              clock,
              Optional.ofNullable(zone).map(_ -> place),
              vault -> {
                empty.set(vault.records().sources().isEmpty());
                return empty.get() ? ExitStatus.OK : evaluate(vault, folder, questions);
              });
      if (!empty.get()) {
        return status;
      }
    }
    return withTemporaryLife(folder, clock, vault -> evaluate(vault, folder, questions));
  }

  private Models.Need need() {
    return withoutModel ? Models.Need.SEARCH : Models.Need.ANSWERS;
  }

  private Evaluation.Depth depth() {
    return withoutModel ? Evaluation.Depth.SEARCH : Evaluation.Depth.ANSWERS;
  }

  private int withTemporaryLife(Path folder, Clock clock, SottoCommand.VaultWork work)
      throws IOException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Models models =
            new Models(sotto.locations().modelCache(), executor, sotto::preparing, writer());
        OpenImporters open = sotto.openImporters()) {
      models.begin(need());
      List<Importer> importers = open.importers();
      List<String> person = me;
      if (person.isEmpty()) {
        try (TemporaryLife look = TemporaryLife.create(me, models, clock, random());
            Interruption.Ending _ = sotto.interruption().beforeEnd(look::abandon)) {
          if (!new Importing(sotto).look(look.vault(), importers, sources(look, folder, open))) {
            return ExitStatus.INTERRUPTED;
          }
          person = look.guessMe();
        }
      }
      try (TemporaryLife made = TemporaryLife.create(person, models, clock, random());
          Interruption.Ending _ = sotto.interruption().beforeEnd(made::abandon)) {
        if (new Importing(sotto).quietly(made.vault(), importers, sources(made, folder, open))
            == ExitStatus.INTERRUPTED) {
          return ExitStatus.INTERRUPTED;
        }
        String names = SafeText.line(String.join(", ", person));
        sotto.warn(
            sotto
                .messages()
                .of(
                    me.isEmpty() ? "eval.guessed" : "eval.temporary",
                    made.vault().records().size(),
                    folder,
                    names.isEmpty() ? sotto.messages().of("eval.nobody") : names));
        return work.run(made.vault());
      }
    }
  }

  private Models.Writer writer() {
    Path other = model;
    return other == null ? sotto.writer() : opening(other);
  }

  private static Models.Writer opening(Path other) {
    return (cache, threads, listener) -> OnnxLanguageModel.open(other, cache, threads, listener);
  }

  private SecureRandom random() {
    return sotto.surroundings().random();
  }

  private List<SourceId> sources(TemporaryLife life, Path folder, OpenImporters open)
      throws IOException {
    List<SourceId> sources = life.sources(folder, Set.of(file.toAbsolutePath().normalize()), open);
    if (sources.isEmpty()) {
      throw new UsageException(sotto.messages().of("eval.nothingToImport", folder));
    }
    return sources;
  }

  private int evaluate(Vault vault, Path folder, List<KnownQuestion> questions) throws IOException {
    Evaluation evaluation = new Evaluation(vault, folder, depth());
    int unfound = evaluation.unfound(questions).size();
    if (unfound > 0) {
      sotto.warn(sotto.messages().of("eval.unfound", unfound));
    }
    List<QuestionResult> results;
    try (WorkProgressDisplay display =
        new WorkProgressDisplay(
            sotto.surroundings(), sotto.messages().of("eval.asking"), questions.size())) {
      results = evaluation.run(questions, display::stepTo, sotto.interruption());
    }
    if (report != null) {
      write(report, results, vault.profile().zone());
    }
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      Measures measures = new Measures(results);
      measures.writeTo(json);
      json.put("evidence_unfound", unfound);
      var byKind = json.putObject("by_kind");
      measures.byKind().forEach((kind, some) -> some.writeTo(byKind.putObject(kind)));
      ResultJson.print(json, sotto.surroundings().out());
    } else {
      print(new Measures(results));
    }
    return results.size() < questions.size() ? ExitStatus.INTERRUPTED : ExitStatus.OK;
  }

  private void print(Measures all) {
    Messages messages = sotto.messages();
    sotto.say(
        sotto
            .style()
            .strong(
                line(
                    messages.of("eval.kind"),
                    "n",
                    "recall@1",
                    "recall@5",
                    messages.of("eval.contains"),
                    "f1",
                    messages.of("eval.citations"),
                    messages.of("eval.ofEvidence"),
                    messages.of("eval.abstained"))));
    row(messages.of("eval.all"), all);
    for (Map.Entry<String, Measures> kind : all.byKind().entrySet()) {
      row(SafeText.line(kind.getKey()), kind.getValue());
    }
    if (!withoutModel) {
      sotto.say(
          messages.of(
              "eval.more",
              figure(all.abstainPrecision()),
              Math.round(all.firstShown(0.5)),
              Math.round(all.firstShown(0.95))));
    }
  }

  private void row(String name, Measures some) {
    sotto.say(
        line(
            name,
            String.valueOf(some.results().size()),
            figure(some.recallAt(1)),
            figure(some.recallAt(5)),
            figure(some.contains()),
            number(some.overlap().share()),
            figure(some.citationPrecision()),
            figure(some.citationsOfEvidence()),
            figure(some.abstainRecall())));
  }

  private static String line(String name, String... cells) {
    StringBuilder line = new StringBuilder(padded(name, NAME_COLUMNS));
    for (int i = 0; i < cells.length; i++) {
      line.append("  ").append(padded(cells[i], COLUMNS[i]));
    }
    return line.toString().stripTrailing();
  }

  /** Fills up to a width on the terminal, where a Chinese character is as wide as two others. */
  private static String padded(String text, int columns) {
    int width = text.codePoints().map(c -> Math.max(WCWidth.wcwidth(c), 0)).sum();
    return text + " ".repeat(Math.max(0, columns - width));
  }

  private static String figure(Measures.Share share) {
    if (share.cases() == 0) {
      return "–";
    }
    double[] bounds = share.interval();
    return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", share.share(), bounds[0], bounds[1]);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value);
  }

  /** Another model answers over a folder alone; questions of one's own store are for the own. */
  private void checkModel() {
    if (model == null) {
      return;
    }
    if (life == null) {
      throw new UsageException(sotto.messages().of("eval.modelNeedsLife"));
    }
    if (!Files.isReadable(model) || Files.isDirectory(model)) {
      throw new UsageException(sotto.messages().of("eval.noModel", model));
    }
  }

  /** Finds out before the work whether the page can be written after it. */
  private void checkReport() {
    if (report == null) {
      return;
    }
    Path place = report.toAbsolutePath().getParent();
    if (Files.isDirectory(report) || place == null || !Files.isWritable(place)) {
      throw new UsageException(sotto.messages().of("eval.badReport", report));
    }
  }

  /**
   * Puts the page in place as a whole, readable for its owner alone from the first byte on; or into
   * the file that the supervisor made, where this process may make none.
   */
  private void write(Path page, List<QuestionResult> results, ZoneId place) throws IOException {
    String html = EvaluationPage.of("Sotto: " + file.getFileName(), results, place);
    try {
      Path draft = Files.createTempFile(page.toAbsolutePath().getParent(), ".sotto-eval-", ".html");
      try {
        Files.writeString(draft, html);
        Files.move(draft, page, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (AccessDeniedException e) {
      Files.writeString(page, html, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }
    sotto.warn(sotto.messages().of("eval.reportWritten", page));
  }

  private List<KnownQuestion> questions() throws IOException {
    if (limit < 1) {
      throw new UsageException(sotto.messages().of("eval.limitTooSmall", limit));
    }
    try {
      List<KnownQuestion> questions =
          KnownQuestion.read(file).stream()
              .filter(question -> kinds.isEmpty() || kinds.contains(question.kind()))
              .limit(limit)
              .toList();
      if (questions.isEmpty()) {
        throw new UsageException(sotto.messages().of("eval.noQuestions", file));
      }
      return questions;
    } catch (QuestionFileException e) {
      throw new UsageException(sotto.messages().of("eval.badFile", file, e.line()));
    }
  }

  private ZoneId place() {
    if (zone == null) {
      return sotto.surroundings().clock().getZone();
    }
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new UsageException(sotto.messages().of("init.unknownZone", zone));
    }
  }

  private Clock clock(ZoneId place) {
    if (now == null) {
      return sotto.surroundings().clock();
    }
    try {
      return Clock.fixed(LocalDateTime.parse(now).atZone(place).toInstant(), place);
    } catch (DateTimeException e) {
      throw new UsageException(sotto.messages().of("eval.badNow", now));
    }
  }
}
