package dev.sotto.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SentenceWorthTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dear Ms Lund and family,",
        "Mit freundlichen Grüßen aus Kiel sendet Lena",
        "Bom dia a todos lá em casa",
        "Olá Rita, espero que estejam bem",
        "Com os melhores cumprimentos da equipa técnica",
        "Muito obrigada e um grande abraço"
      })
  void aGreetingIsWorthLess(String sentence) {
    assertThat(SentenceWorth.of(Set.of(), sentence)).isNegative();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "O técnico deixou as chaves na portaria.",
        "A carta chegou ontem com o cheque.",
        "The caretaker left the key in the office."
      })
  void aStatementIsNot(String sentence) {
    assertThat(SentenceWorth.of(Set.of(), sentence)).isZero();
  }
}
