package dev.sotto.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.assistant.AnswerCheck.Verdict;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.text.TextLanguage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerCheckTest {
  private static final String TEXT =
      "Hi, dinner on Friday at 19:30 at Trattoria Roma. Bring the signed lease and two chairs"
          + " please.";
  private static final SourceId SOURCE = new SourceId("mail");
  private static final Passage PASSAGE =
      new Passage(
          RecordId.of(SOURCE, new ItemKey("1")),
          SOURCE,
          RecordKind.EMAIL,
          "Friday",
          Instant.parse("2026-03-10T10:00:00Z"),
          List.of(new Participant("Anna Weber", "anna@example.org", Participant.Role.AUTHOR)),
          Labels.UNLABELLED,
          TextLanguage.ENGLISH,
          0,
          TEXT.length(),
          TEXT);
  private static final String QUESTION = "what time is dinner with Anna?";
  private static final String QUOTATION = "dinner on Friday at 19:30 at Trattoria Roma";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dinner with Anna is on Friday at 19:30. [1]",
        "It is at 19:30.",
        "Anna Weber wrote: dinner on Friday at 19:30. [1]"
      })
  void letsASentenceStandWhoseFactsStandInThePassage(String sentence) {
    assertThat(verdict(sentence)).isEqualTo(Verdict.STANDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dinner with Anna is on Friday at 19:00. [1]",
        "Dinner with Anna is on Saturday at 19:30. [1]",
        "Dinner with Paul is on Friday at 19:30. [1]",
        "Dinner with Anna is on Friday at 19:30 in Berlin. [1]",
        "Dinner is not on Friday at 19:30. [1]",
        "Dinner on Friday at 19:30, bring three chairs. [1]",
        "Dinner is with Anna. [1]",
        "Marco wrote dinner on Friday at 19:30. [1]",
        "Dinner with Anna is at Trattoria Roma, bring the lease. [1]",
        "[1]",
        ""
      })
  void failsASentenceWithAFactThatStandsNowhereOrThatSaysNothing(String sentence) {
    assertThat(verdict(sentence)).isEqualTo(Verdict.FAILS);
  }

  @Test
  void failsASentenceThatCitesNothing() {
    assertThat(
            new AnswerCheck()
                .check("Dinner is on Friday.", QUESTION, List.of(QUOTATION), List.of()))
        .isEqualTo(Verdict.FAILS);
  }

  @Test
  void readsCitationsInOrderAndTakesThemOff() {
    assertThat(AnswerCheck.citations("A [2] and b [1].")).containsExactly(1, 2);
    assertThat(AnswerCheck.withoutCitations("A is b. [2]")).isEqualTo("A is b.");
  }

  private static Verdict verdict(String sentence) {
    return new AnswerCheck().check(sentence, QUESTION, List.of(QUOTATION), List.of(PASSAGE));
  }
}
