package dev.sotto.application.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.demo.SampleLife;
import dev.sotto.application.importer.ImportersInThisProcess;
import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.vault.Models;
import dev.sotto.importing.Ingestion;
import dev.sotto.llm.onnx.PreparationListener;
import dev.sotto.model.Cancellation;
import dev.sotto.record.SourceId;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bars for finding and answering, over two people's notes and mails: the sample life, with which
 * weights were chosen, and a second one. docs/evaluation.md has the figures of all questions.
 */
final class AnswerQualityTest {
  private static final Path CACHE = Path.of("target", "caches", "sotto").toAbsolutePath();
  private static final int EVERY = 5;

  @TempDir private Path folder;

  @Test
  void findsTheEvidenceOfSingleFactsAmongTheFirstFivePassages() throws IOException {
    Path life = sampleLife();

    Measures found = measure(life, single(questions(life)), Evaluation.Depth.SEARCH);

    assertThat(found.recallAt(5).cases()).isGreaterThan(20);
    assertThat(found.recallAt(5).share()).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void findsMostOfTheEvidenceInTheRecordsOfAnotherPersonWhoMixesLanguages()
      throws IOException, URISyntaxException {
    Path life = secondLife();

    Measures found = measure(life, single(questions(life)), Evaluation.Depth.SEARCH);

    assertThat(found.recallAt(5).cases()).isGreaterThan(30);
    assertThat(found.recallAt(5).share()).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void citesOnlyPassagesThatHoldTheNumbersAndNamesOfTheSentence() throws IOException {
    Path life = sampleLife();
    List<KnownQuestion> all = questions(life);
    List<KnownQuestion> some =
        IntStream.range(0, all.size()).filter(i -> i % EVERY == 0).mapToObj(all::get).toList();

    Measures answered = measure(life, some, Evaluation.Depth.ANSWERS);

    assertThat(answered.citationPrecision().cases()).isPositive();
    assertThat(answered.citationPrecision().share()).isEqualTo(1);
  }

  private static Measures measure(Path life, List<KnownQuestion> questions, Evaluation.Depth depth)
      throws IOException {
    try (Models models = new Models(CACHE, Runnable::run, PreparationListener.SILENT);
        OpenImporters open = ImportersInThisProcess.open();
        TemporaryLife made =
            TemporaryLife.create(SampleLife.ME, models, SampleLife.clock(), new SecureRandom())) {
      Ingestion ingestion = made.vault().ingestion(open.importers());
      for (String part : List.of("notes", "mail")) {
        for (SourceId source : made.sources(life.resolve(part), Set.of(), open)) {
          ingestion.sync(source, progress -> {}, Cancellation.NEVER);
        }
      }
      Evaluation evaluation = new Evaluation(made.vault(), life, depth);
      assertThat(evaluation.unfound(questions)).isEmpty();
      return new Measures(evaluation.run(questions, done -> {}, Cancellation.NEVER));
    }
  }

  private static List<KnownQuestion> questions(Path life) throws IOException {
    Predicate<KnownQuestion> ofNotesAndMails =
        question ->
            question.evidence().stream()
                .allMatch(evidence ->
                    evidence.file().startsWith("notes/") || evidence.file().startsWith("mail/"));
    return KnownQuestion.read(life.resolve("questions.jsonl")).stream()
        .filter(ofNotesAndMails)
        .toList();
  }

  private static List<KnownQuestion> single(List<KnownQuestion> questions) {
    return questions.stream().filter(question -> question.kind().equals("single")).toList();
  }

  private Path sampleLife() throws IOException {
    Path life = folder.resolve("sample-life");
    SampleLife.copyTo(life);
    return life;
  }

  private static Path secondLife() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(
                AnswerQualityTest.class.getResource("/dev/sotto/application/second-life"),
                "second-life")
            .toURI());
  }
}
