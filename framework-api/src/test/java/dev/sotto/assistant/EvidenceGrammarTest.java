package dev.sotto.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EvidenceGrammarTest {
  private static final List<String> RECORDS =
      List.of(
          "Hi, dinner on Friday at 19:30 at Trattoria Roma. He said \"fine\" twice.",
          "Courtyard gate code: 6143, the hash key.\nPassword ginkgo-5600-barmbek\n猫的芯片号是276。");
  private static final List<CopySource> SOURCES = RECORDS.stream().map(CopySource::of).toList();

  @Test
  void acceptsARunOfWholeWordsOfTheNamedRecord() {
    assertThat(accepts("[1] \"dinner on Friday at 19:30\"\nAt 19:30. [1]")).isTrue();
    assertThat(accepts("[2] \"gate code: 6143\"\n6143 [2]")).isTrue();
    assertThat(accepts("[1] \"Trattoria Roma\" [2] \"the hash key\"\nx")).isTrue();
    assertThat(accepts("[2] \"猫的芯片号是276\"\nx")).isTrue();
  }

  @Test
  void refusesWordsOfAnotherRecordOrOrder() {
    assertThat(accepts("[2] \"dinner on Friday")).isFalse();
    assertThat(accepts("[1] \"on dinner")).isFalse();
    assertThat(accepts("[3] \"dinner")).isFalse();
    assertThat(accepts("[1] \"dinner on Monday")).isFalse();
  }

  @Test
  void refusesPartsOfWordsCodesAndNumbers() {
    assertThat(accepts("[1] \"inner on")).isFalse();
    assertThat(accepts("[1] \"dinner on Fri\"")).isFalse();
    assertThat(accepts("[1] \"Friday at 19\"")).isFalse();
    assertThat(accepts("[2] \"ginkgo-5600\"")).isFalse();
    assertThat(accepts("[2] \"Password ginkgo-5600-barmbek\"")).isTrue();
  }

  @Test
  void refusesQuotationMarksLineBreaksAndEmptyQuotations() {
    assertThat(accepts("[1] \"He said \"fine")).isFalse();
    assertThat(accepts("[2] \"the hash key.\nPassword")).isFalse();
    assertThat(accepts("[1] \"\"")).isFalse();
    assertThat(accepts("[1] \"dinner \"")).isFalse();
  }

  @Test
  void refusesMoreThanTwentyWords() {
    String twentyOne = "a b c d e f g h i j k l m n o p q r s t u";
    EvidenceGrammar grammar = new EvidenceGrammar(List.of(CopySource.of(twentyOne)));

    assertThat(accepts(grammar, "[1] \"" + twentyOne.substring(0, 39) + "\"\n")).isTrue();
    assertThat(accepts(grammar, "[1] \"" + twentyOne + "\"\n")).isFalse();
  }

  @Test
  void refusesTheAbstentionThatThePromptSpeaksOf() {
    assertThat(accepts(RecordPrompt.ABSTENTION.substring(0, 1))).isFalse();
  }

  @Test
  void endsOnlyAfterTheEvidenceLine() {
    assertThat(mayEnd("[1] \"dinner on Friday\"")).isFalse();
    assertThat(mayEnd("[1] \"dinner on Friday\"\n")).isTrue();
  }

  @Test
  void everyRandomWalkQuotesVerbatim() {
    EvidenceGrammar grammar = new EvidenceGrammar(SOURCES);
    for (int seed = 0; seed < 300; seed++) {
      String line = randomLine(grammar, new SplittableRandom(seed));
      java.util.regex.Matcher matcher =
          java.util.regex.Pattern.compile("\\[(\\d)] \"([^\"]+)\"").matcher(line);
      int quotations = 0;
      while (matcher.find()) {
        quotations++;
        assertThat(RECORDS.get(Integer.parseInt(matcher.group(1)) - 1)).contains(matcher.group(2));
      }
      assertThat(quotations).isBetween(1, 3);
    }
  }

  private static String randomLine(EvidenceGrammar grammar, SplittableRandom random) {
    java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
    EvidenceGrammar.State state = grammar.start();
    while (!state.isFree()) {
      java.util.List<Integer> allowed = new java.util.ArrayList<>();
      for (int b = 0; b < 256; b++) {
        if (grammar.step(state, (byte) b) != null) {
          allowed.add(b);
        }
      }
      assertThat(allowed).isNotEmpty();
      byte next = (byte) (int) allowed.get(random.nextInt(allowed.size()));
      line.write(next);
      state = grammar.step(state, next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static boolean accepts(String text) {
    return accepts(new EvidenceGrammar(SOURCES), text);
  }

  private static boolean accepts(EvidenceGrammar grammar, String text) {
    EvidenceGrammar.State state = grammar.start();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      state = grammar.step(state, b);
      if (state == null) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayEnd(String text) {
    EvidenceGrammar grammar = new EvidenceGrammar(SOURCES);
    EvidenceGrammar.State state = grammar.start();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      state = grammar.step(state, b);
    }
    return state.isFree();
  }
}
