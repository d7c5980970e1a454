package dev.sotto.application.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.demo.SampleLife;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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

    SampleLifeEvaluation found =
        SampleLifeEvaluation.of(life, questions(life), CACHE, SampleLifeEvaluation.Depth.SEARCH);

    assertThat(found.of("single").asked).isGreaterThan(20);
    assertThat(recall(found.of("single"))).as(found.toString()).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void findsMostOfTheEvidenceInTheRecordsOfAnotherPersonWhoMixesLanguages()
      throws IOException, URISyntaxException {
    Path life = secondLife();

    SampleLifeEvaluation found =
        SampleLifeEvaluation.of(life, questions(life), CACHE, SampleLifeEvaluation.Depth.SEARCH);

    assertThat(found.of("single").asked).isGreaterThan(30);
    assertThat(recall(found.of("single"))).as(found.toString()).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void citesOnlyPassagesThatHoldTheNumbersAndNamesOfTheSentence() throws IOException {
    Path life = sampleLife();
    List<String> all = questions(life);
    List<String> some =
        IntStream.range(0, all.size()).filter(i -> i % EVERY == 0).mapToObj(all::get).toList();

    SampleLifeEvaluation answered =
        SampleLifeEvaluation.of(life, some, CACHE, SampleLifeEvaluation.Depth.ANSWERS);

    int sentences = 0;
    for (String kind : List.of("single", "multi", "update", "absent", "zh")) {
      assertThat(answered.of(kind).unsupported).as(answered.toString()).isZero();
      sentences += answered.of(kind).inWords;
    }
    assertThat(sentences).as(answered.toString()).isPositive();
  }

  private static double recall(SampleLifeEvaluation.Counts counts) {
    return (double) counts.found5 / counts.asked;
  }

  private static List<String> questions(Path life) throws IOException {
    return Files.readAllLines(life.resolve("questions.jsonl"));
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
