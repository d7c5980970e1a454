package dev.sotto.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LanguageDetectorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          what time is dinner with Anna | ENGLISH
          frame number of tora | ENGLISH
          wo ist die Rechnung für den Boiler | OTHER
          quando é que o canalizador não veio | OTHER
          我们到底哪天去看熊猫？ | CHINESE
          陈薇: OK 好的 see you | CHINESE
          猫はどこですか | OTHER
          где мой ключ | OTHER
          12345 | ENGLISH
          """)
  void tellsTheLanguage(String text, TextLanguage expected) {
    assertThat(LanguageDetector.detect(text)).isEqualTo(expected);
  }
}
