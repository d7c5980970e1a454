package dev.sotto.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.Redactor;
import dev.sotto.redaction.RedactionCorpus.Labelled;
import dev.sotto.redaction.RedactionCorpus.Measured;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the redactor leaves and what it takes too much: the figures of docs/redaction.md. */
final class RedactionCorpusTest {
  private static final List<Labelled> CORPUS = RedactionCorpus.read();
  private static final Redactor REDACTOR = new PersonalDataRedactor(RedactionCorpus.contacts());

  private static List<Labelled> of(String set, String language) {
    return CORPUS.stream()
        .filter(text -> text.set().equals(set))
        .filter(text -> language.equals("all") || text.language().equals(language))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "tuned,all,0,0",
    "held,all,0.07,0.02",
    "held,en,1,1",
    "held,de,1,1",
    "held,pt,1,1",
    "held,zh,1,1"
  })
  void leavesAndTakesNoMoreThanIsPublished(
      String set, String language, double mostLeaked, double mostOver, TestReporter reporter) {
    Measured measured = RedactionCorpus.measure(REDACTOR, of(set, language));
    reporter.publishEntry(
        set + " " + language,
        "%d texts, %d of %d places left, %d of %d characters left, %d of %d too much, %d of %d spoiled"
            .formatted(
                of(set, language).size(),
                measured.leaked(),
                measured.spans(),
                measured.residue(),
                measured.labelled(),
                measured.over(),
                measured.plain(),
                measured.spoiled(),
                measured.clean()));

    assertThat(measured.leakRate()).as("%s", measured.remarks()).isLessThanOrEqualTo(mostLeaked);
    assertThat(measured.overRate()).as("%s", measured.remarks()).isLessThanOrEqualTo(mostOver);
  }

  @Test
  void withoutARedactorEverythingIsLeft() {
    Measured measured = RedactionCorpus.measure(Redactor.NONE, CORPUS);

    assertThat(measured.leaked()).isEqualTo(measured.spans());
    assertThat(measured.residue()).isEqualTo(measured.labelled());
    assertThat(measured.over()).isZero();
  }

  @Test
  void theCorpusIsLargeAndOfFourLanguages() {
    assertThat(CORPUS).hasSizeGreaterThanOrEqualTo(150);
    assertThat(CORPUS.stream().map(Labelled::language).collect(Collectors.toSet()))
        .isEqualTo(Set.of("en", "de", "pt", "zh"));
    assertThat(of("held", "all")).hasSizeGreaterThan(CORPUS.size() / 2);
    for (String language : List.of("en", "de", "pt", "zh")) {
      assertThat(of("held", language)).hasSizeGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void everyTextOfTheCorpusComesBackWhole() {
    for (Labelled text : CORPUS) {
      Redactor.Redaction redaction = REDACTOR.redact(text.text());

      assertThat(redaction.restore(redaction.text())).isEqualTo(text.text());
    }
  }
}
