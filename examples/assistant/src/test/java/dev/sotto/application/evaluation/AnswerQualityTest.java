package dev.sotto.application.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.demo.SampleLife;
import dev.sotto.application.importer.ImportersInThisProcess;
import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.importing.Ingestion;
import dev.sotto.llm.onnx.PreparationListener;
import dev.sotto.model.Cancellation;
import dev.sotto.record.SourceId;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Floors for finding and answering, over all records of three invented people: the sample life,
 * with which weights were chosen, a second one, on which they were compared, and a third one, to
 * which nothing may be tuned. The language model is stopped before its first word but where it says
 * otherwise, which leaves quotations and what code computes; docs/evaluation.md has the figures of
 * whole answers. The default build measures the sample life; {@code -Dsotto.lives=all} all three.
 */
final class AnswerQualityTest {
  private static final Path CACHE = Path.of("target", "caches", "sotto", "models").toAbsolutePath();
  private static final double CITATION_PRECISION = 0.97;
  private static final int EVERY = 5;

  @TempDir private static Path folder;
  private static Models models;

  @BeforeAll
  static void prepareModels() {
    models = new Models(CACHE, Runnable::run, PreparationListener.SILENT);
  }

  @AfterAll
  static void closeModels() {
    models.close();
  }

  @Nested
  final class GivenTheSampleLife {
    private static Measures all;
    private static Measures written;

    @BeforeAll
    static void measure() throws IOException {
      Path life = folder.resolve("sample-life");
      SampleLife.copyTo(life);
      try (TemporaryLife made = imported(life, SampleLife.ME, SampleLife.clock())) {
        List<KnownQuestion> questions = questions(life);
        List<KnownQuestion> some =
            IntStream.range(0, questions.size())
                .filter(i -> i % EVERY == 0)
                .mapToObj(questions::get)
                .toList();
        all = quoted(made.vault(), life, questions);
        written = written(made.vault(), life, some);
      }
    }

    @Test
    void theEvidenceIsAmongTheFirstFivePassages() {
      assertFloor(all.recallAt(5), 62, 0.77);
      assertFloor(kind(all, "single").recallAt(5), 30, 0.76);
      assertFloor(kind(all, "time").recallAt(5), 10, 1);
    }

    @Test
    void answersHoldTheExpectedWords() {
      assertFloor(all.contains(), 62, 0.58);
      assertFloor(kind(all, "single").contains(), 30, 0.6);
    }

    @Test
    void questionsOfTimeAreAllAnswered() {
      assertFloor(kind(all, "time").containsWords(), 10, 1);
    }

    @Test
    void mostAbsentFactsAreNotAnswered() {
      assertFloor(all.abstainRecall(), 8, 0.62);
    }

    @Test
    void quotationsStandInThePassagesThatTheyCite() {
      assertFloor(all.citationPrecision(), 100, CITATION_PRECISION);
    }

    @Test
    void citedPassagesHoldTheNumbersAndNamesOfTheSentencesOfTheModel() {
      assertFloor(written.citationPrecision(), 15, CITATION_PRECISION);
    }
  }

  @Nested
  @EnabledIfSystemProperty(named = "sotto.lives", matches = "all")
  final class GivenASecondPersonWhoMixesLanguages {
    private static Measures all;

    @BeforeAll
    static void measure() throws IOException, URISyntaxException {
      Clock clock = clock("2026-11-23T09:00", "Europe/Berlin");
      Path life = copied("second-life", clock);
      List<String> me = List.of("Robin Hardcastle", "robin@hardcastle-cabranes.example");
      try (TemporaryLife made = imported(life, me, clock)) {
        all = quoted(made.vault(), life, questions(life));
      }
    }

    @Test
    void theEvidenceIsAmongTheFirstFivePassages() {
      assertFloor(all.recallAt(5), 53, 0.81);
    }

    @Test
    void answersHoldTheExpectedWords() {
      assertFloor(all.contains(), 53, 0.48);
    }

    @Test
    void someAbsentFactsAreNotAnswered() {
      assertFloor(all.abstainRecall(), 7, 0.42);
    }

    @Test
    void quotationsStandInThePassagesThatTheyCite() {
      assertFloor(all.citationPrecision(), 80, CITATION_PRECISION);
    }
  }

  @Nested
  @EnabledIfSystemProperty(named = "sotto.lives", matches = "all")
  final class GivenAThirdPersonToWhomNothingIsTuned {
    private static Measures all;

    @BeforeAll
    static void measure() throws IOException, URISyntaxException {
      Clock clock = clock("2026-11-23T09:00", "Europe/Lisbon");
      Path life = copied("third-life", clock);
      List<String> me = List.of("Leonor Salgueiro Vaz", "Leonor", "leonor@salgueirovaz.example");
      try (TemporaryLife made = imported(life, me, clock)) {
        all = quoted(made.vault(), life, questions(life));
      }
    }

    @Test
    void theEvidenceIsAmongTheFirstFivePassages() {
      assertFloor(all.recallAt(5), 86, 0.62);
      assertFloor(kind(all, "time").recallAt(5), 16, 0.75);
      assertFloor(kind(all, "zh").recallAt(5), 12, 0.66);
    }

    @Test
    void answersHoldTheExpectedWords() {
      assertFloor(all.contains(), 86, 0.31);
      assertFloor(kind(all, "time").containsWords(), 16, 0.25);
    }

    @Test
    void someAbsentFactsAreNotAnswered() {
      assertFloor(all.abstainRecall(), 14, 0.14);
    }

    @Test
    void quotationsStandInThePassagesThatTheyCite() {
      assertFloor(all.citationPrecision(), 180, CITATION_PRECISION);
    }
  }

  private static void assertFloor(Measures.Share share, int cases, double floor) {
    assertThat(share.cases()).as("cases").isGreaterThanOrEqualTo(cases);
    assertThat(share.share()).as("share of %s", share.cases()).isGreaterThanOrEqualTo(floor);
  }

  private static Measures kind(Measures measures, String kind) {
    return Objects.requireNonNull(measures.byKind().get(kind), kind);
  }

  private static Measures quoted(Vault vault, Path life, List<KnownQuestion> questions)
      throws IOException {
    Evaluation evaluation =
        new Evaluation(
            vault, life, (question, listener, _) -> vault.ask(question, listener, () -> true));
    return measured(evaluation, questions);
  }

  private static Measures written(Vault vault, Path life, List<KnownQuestion> questions)
      throws IOException {
    return measured(new Evaluation(vault, life, Evaluation.Depth.ANSWERS), questions);
  }

  private static Measures measured(Evaluation evaluation, List<KnownQuestion> questions)
      throws IOException {
    assertThat(evaluation.unfound(questions)).isEmpty();
    return new Measures(evaluation.run(questions, done -> {}, Cancellation.NEVER));
  }

  private static TemporaryLife imported(Path life, List<String> me, Clock clock)
      throws IOException {
    TemporaryLife made = TemporaryLife.create(me, models, clock, new SecureRandom());
    boolean read = false;
    try (OpenImporters open = ImportersInThisProcess.open()) {
      Ingestion ingestion = made.vault().ingestion(open.importers());
      for (SourceId source : made.sources(life, Set.of(), open)) {
        ingestion.sync(source, progress -> {}, Cancellation.NEVER);
      }
      read = true;
      return made;
    } finally {
      if (!read) {
        made.close();
      }
    }
  }

  private static List<KnownQuestion> questions(Path life) throws IOException {
    return KnownQuestion.read(life.resolve("questions.jsonl"));
  }

  private static Clock clock(String now, String zone) {
    ZoneId place = ZoneId.of(zone);
    return Clock.fixed(LocalDateTime.parse(now).atZone(place).toInstant(), place);
  }

  /** Copies a life whose notes are of that time; a checkout would give them that of its own. */
  private static Path copied(String name, Clock clock) throws IOException, URISyntaxException {
    Path from =
        Path.of(
            Objects.requireNonNull(
                    AnswerQualityTest.class.getResource("/dev/sotto/application/" + name), name)
                .toURI());
    Path to = folder.resolve(name);
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
          Files.setLastModifiedTime(copy, FileTime.from(clock.instant()));
        }
      }
    }
    return to;
  }
}
