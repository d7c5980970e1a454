package dev.sotto.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SentencesTest {
  @Test
  void endsASentenceAtAStopBeforeASpaceAndAtALineBreak() {
    assertThat(sentences("It rains. Take a coat!\nOr stay?  Yes"))
        .containsExactly("It rains.", "Take a coat!", "Or stay?", "Yes");
  }

  @Test
  void keepsNumbersAbbreviationsAndGermanOrdinalsTogether() {
    assertThat(sentences("Ceiling: 2.71 m everywhere. Dr. Aydin comes am 27. Oktober um 8 Uhr."))
        .containsExactly("Ceiling: 2.71 m everywhere.", "Dr. Aydin comes am 27. Oktober um 8 Uhr.");
  }

  @Test
  void keepsPortugueseAbbreviationsTogether() {
    assertThat(sentences("A Dra. Sousa atende na Av. da Liberdade. Ligar para o n. 12 do prédio."))
        .containsExactly(
            "A Dra. Sousa atende na Av. da Liberdade.", "Ligar para o n. 12 do prédio.");
  }

  @Test
  void endsAChineseSentenceAtItsOwnStops() {
    assertThat(sentences("熊猫改到十六号，票我已经换好了。真的吗？好")).containsExactly("熊猫改到十六号，票我已经换好了。", "真的吗？", "好");
  }

  @Test
  void holdsEverythingButWhiteSpace() {
    String text = " a.b. c\n\n(\"d.\") e… \t\r\n«f!»\n";

    String joined = String.join("", sentences(text)).replaceAll("\\s", "");

    assertThat(joined).isEqualTo(text.replaceAll("\\s", ""));
  }

  private static List<String> sentences(String text) {
    return Sentences.of(text).stream().map(span -> span.of(text)).toList();
  }
}
