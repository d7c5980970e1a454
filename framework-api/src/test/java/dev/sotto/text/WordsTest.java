package dev.sotto.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qual é o código da porta | codigo porta",
        "quando e a consulta no dentista | consulta dentista",
        "onde é que estão as minhas chaves | chav",
        "wann ist der Termin beim Zahnarzt | termin beim zahnarzt",
        "quando são as reuniões | reuniao",
        "quando é o próximo interview at Halden | proximo interview halden",
        "cuánto cuesta el alquiler | cuesta alquiler",
        "when is the check-up at the dentist | check dentist",
        "熊猫的票 | 熊 猫 票"
      })
  void theWordsThatCarryMeaningAreThoseOfTheTextsLanguage(String text, String content) {
    assertThat(String.join(" ", Words.contentOf(text))).isEqualTo(content);
  }

  @Test
  void aLetterThatIsAWordElsewhereCarriesMeaningInEnglish() {
    assertThat(Words.contentOf("is my blood type O or E")).contains("o", "e");
    assertThat(Words.contentOf("the OS of the das computer")).contains("os", "das");
  }
}
