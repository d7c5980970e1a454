package dev.sotto.application.command;

import dev.sotto.application.cdi.ImporterContainer;
import dev.sotto.application.evaluation.Evaluation;
import dev.sotto.application.evaluation.EvaluationPage;
import dev.sotto.application.evaluation.KnownQuestion;
import dev.sotto.application.evaluation.Measures;
import dev.sotto.application.evaluation.QuestionFileException;
import dev.sotto.application.evaluation.QuestionResult;
import dev.sotto.application.evaluation.TemporaryLife;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.terminal.WorkProgressDisplay;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.importing.Importer;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how well questions with known answers are answered. */
@Command(name = "eval")
final class EvalCommand implements Callable<Integer> {
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

  EvalCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    List<KnownQuestion> questions = questions();
    ZoneId place = place();
    Clock clock = clock(place);
    Path beside = file.toAbsolutePath().normalize().getParent();
    Path folder = life != null ? life : beside == null ? Path.of(".") : beside;
    if (life == null && hasOwnRecords()) {
      return sotto.withVaultForQuestions(
          Models.Need.ANSWERS,
          clock,
          Optional.ofNullable(zone).map(unused -> place),
          vault -> evaluate(vault, folder, questions));
    }
    return withTemporaryLife(folder, clock, vault -> evaluate(vault, folder, questions));
  }

  private boolean hasOwnRecords() {
    return PersonalStore.exists(sotto.locations().store());
  }

  private int withTemporaryLife(Path folder, Clock clock, SottoCommand.VaultWork work)
      throws IOException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Models models = new Models(sotto.locations().modelCache(), executor, sotto::preparing);
        TemporaryLife made =
            TemporaryLife.create(me, models, clock, sotto.surroundings().random())) {
      models.begin(Models.Need.ANSWERS);
      try (ImporterContainer container = ImporterContainer.start()) {
        List<Importer> importers = container.importers();
        List<SourceId> sources =
            made.sources(folder, Set.of(file.toAbsolutePath().normalize()), importers);
        if (sources.isEmpty()) {
          throw new UsageException(sotto.messages().of("eval.nothingToImport", folder));
        }
        if (new Importing(sotto).quietly(made.vault(), importers, sources)
            == ExitStatus.INTERRUPTED) {
          return ExitStatus.INTERRUPTED;
        }
      }
      made.recogniseMe();
      sotto.warn(
          sotto
              .messages()
              .of(
                  "eval.temporary",
                  made.vault().records().size(),
                  folder,
                  SafeText.line(String.join(", ", made.vault().profile().names()))));
      return work.run(made.vault());
    }
  }

  private int evaluate(Vault vault, Path folder, List<KnownQuestion> questions) throws IOException {
    List<QuestionResult> results;
    try (WorkProgressDisplay display =
        new WorkProgressDisplay(
            sotto.surroundings(), sotto.messages().of("eval.asking"), questions.size())) {
      results = new Evaluation(vault, folder).run(questions, display::stepTo, sotto.interruption());
    }
    if (report != null) {
      write(report, results, vault.profile().zone());
    }
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      Measures measures = new Measures(results);
      measures.writeTo(json);
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
                String.format(
                    Locale.ROOT,
                    "%-10s %4s  %-18s %-18s %-18s %6s %6s %-18s",
                    messages.of("eval.kind"),
                    "n",
                    "recall@1",
                    "recall@5",
                    messages.of("eval.contains"),
                    "f1",
                    messages.of("eval.citations"),
                    messages.of("eval.abstained"))));
    row(messages.of("eval.all"), all);
    for (Map.Entry<String, Measures> kind : all.byKind().entrySet()) {
      row(kind.getKey(), kind.getValue());
    }
    sotto.say(
        messages.of(
            "eval.more",
            number(all.abstainPrecision().share()),
            number(all.citationsOfEvidence().share()),
            Math.round(all.firstShown(0.5)),
            Math.round(all.firstShown(0.95))));
  }

  private void row(String name, Measures some) {
    sotto.say(
        String.format(
            Locale.ROOT,
            "%-10s %4d  %-18s %-18s %-18s %6s %6s %-18s",
            name,
            some.results().size(),
            figure(some.recallAt(1)),
            figure(some.recallAt(5)),
            figure(some.contains()),
            number(some.overlap().share()),
            number(some.citationPrecision().share()),
            figure(some.abstainRecall())));
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

  private void write(Path page, List<QuestionResult> results, ZoneId place) throws IOException {
    String html = EvaluationPage.of("Sotto: " + file.getFileName(), results, place);
    Files.deleteIfExists(page);
    if (page.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          page, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(page, html.getBytes(StandardCharsets.UTF_8));
    sotto.warn(sotto.messages().of("eval.reportWritten", page));
  }

  private List<KnownQuestion> questions() throws IOException {
    try {
      return KnownQuestion.read(file).stream()
          .filter(question -> kinds.isEmpty() || kinds.contains(question.kind()))
          .limit(Math.max(0, limit))
          .toList();
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
