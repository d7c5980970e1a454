package dev.sotto.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.index.directory.FileEncryptions;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StemLanguageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Paguei a renda ao senhorio e ele deu-me o recibo. | PORTUGUESE",
        "nao sei onde esta a chave do carro | PORTUGUESE",
        "Você tem que levar o documento na consulta. | PORTUGUESE",
        "Die Heizung ist kaputt und der Techniker kommt am Montag. | GERMAN",
        "El médico me dijo que tengo que volver en mayo. | SPANISH",
        "Le rendez-vous chez le dentiste est à dix heures. | FRENCH",
        "Il medico ha detto che la visita è domani. | ITALIAN"
      })
  void aTextsLanguageIsToldByItsCommonWords(String text, StemLanguage language) {
    assertThat(StemLanguage.of(text)).containsExactly(language);
  }

  @Test
  void aTextWithoutCommonWordsHasNone() {
    assertThat(StemLanguage.of("WLAN 12345 plum")).isEmpty();
    assertThat(StemLanguage.of("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"when is the dentist", "do we do a party as a group", "押金多少", "wifi"})
  void aQuestionInEnglishOrChineseHasNone(String question) {
    assertThat(StemLanguage.ofQuestion(question)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PORTUGUESE, reuniões, reunião",
    "PORTUGUESE, reunioes, reunião",
    "PORTUGUESE, animais, animal",
    "PORTUGUESE, consultas, consulta",
    "PORTUGUESE, cães, cão",
    "PORTUGUESE, chaves, chave",
    "GERMAN, Zahlungen, Zahlung",
    "GERMAN, Mieten, Miete",
    "SPANISH, llaves, llave",
    "FRENCH, l'horaire, horaires",
    "ITALIAN, biglietti, biglietto"
  })
  void formsOfAWordHaveOneStem(StemLanguage language, String one, String other) {
    FieldAnalyzer analyzer = new FieldAnalyzer();

    assertThat(analyzer.terms(language.textField(), one))
        .extracting(FieldAnalyzer.Term::text)
        .hasSize(1)
        .isEqualTo(
            analyzer.terms(language.textField(), other).stream()
                .map(FieldAnalyzer.Term::text)
                .toList());
  }

  @Nested
  class GivenAnIndexWithoutModels {
    @TempDir private Path folder;
    private LuceneSearchIndex index;

    @BeforeEach
    void fill() throws IOException {
      index = LuceneSearchIndex.open(folder, FileEncryptions.real(), List.of());
      index.apply(
          List.of(
              IndexFixture.note("pt", "", "As certidões estão na gaveta com os selins antigos."),
              IndexFixture.note("de", "", "Die Sägen liegen mit den Gurten im Schuppen."),
              IndexFixture.note("es", "", "Las cometas están en el armario de la abuela."),
              IndexFixture.note("en", "", "The kites are in the wardrobe.")),
          List.of(),
          1);
    }

    @AfterEach
    void close() throws IOException {
      index.close();
    }

    @ParameterizedTest
    @CsvSource({
      "onde deixei a certidao, certidões",
      "onde esta o selim, selins",
      "wo ist die Säge, Sägen",
      "dónde está la cometa, cometas"
    })
    void aFormFindsAnotherOfTheSameStem(String question, String text) throws IOException {
      assertThat(index.search(new SearchQuery(question, 5, SearchFilter.NONE)))
          .first()
          .satisfies(hit -> assertThat(hit.passage().text()).contains(text));
    }
  }
}
