package dev.sotto.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.text.TextLanguage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuestionFocusTest {
  private static final Passage FLAT =
      passage(
          "Lakeside flat",
          "Wi-Fi network Reedbed, password heron-2210-lake. The router hums.",
          TextLanguage.ENGLISH);
  private static final Passage CARD =
      passage("Petra Vance", "Birthday: 4 June 1988. Phone: 040 555 0117", TextLanguage.ENGLISH);
  private static final Passage NOTE =
      passage("Cake", "We ate cake with Torben and then Torben sang.", TextLanguage.ENGLISH);

  @Test
  void fitsAPassageThatIsAboutTheThingAskedFor() throws IOException {
    assertThat(fits("what is the wifi password in the flat?", FLAT)).isTrue();
    assertThat(fits("when is petras birthday", CARD)).isTrue();
  }

  @Test
  void doesNotFitAPassageAboutAnotherPlace() throws IOException {
    assertThat(fits("what is the wifi password in the studio?", FLAT)).isFalse();
  }

  @Test
  void doesNotFitAPassageAboutAnotherPerson() throws IOException {
    assertThat(fits("when is torbens birthday", CARD)).isFalse();
    assertThat(fits("when is Torben's birthday", CARD)).isFalse();
  }

  @Test
  void doesNotFitAQuotationWithoutTheDateAskedFor() throws IOException {
    assertThat(fits("when does the router hum", FLAT)).isFalse();
  }

  @Test
  void knowsOtherWordsForAPlace() throws IOException {
    assertThat(
            QuestionFocus.fits(
                "what is the wifi password in the apartment?",
                FLAT,
                FLAT.text(),
                hits(),
                new Words("apartment", List.of("flat"))))
        .isTrue();
  }

  @Test
  void takesAWordThatStandsNowhereForThePersonsOwn() throws IOException {
    assertThat(fits("what is the wifi password in the snug?", FLAT)).isTrue();
  }

  @Test
  void takesNoWeekdayForAName() throws IOException {
    Passage rota = passage("Rota", "She sang on Monday and on Tuesday.", TextLanguage.ENGLISH);

    assertThat(
            QuestionFocus.fits(
                "how loud are petras monday songs",
                CARD,
                CARD.text(),
                List.of(new Hit(rota, 1, 1, 1, List.of())),
                new Words("", List.of())))
        .isTrue();
  }

  @Test
  void looksAtTheShapeOfTheAnswerAloneInAnotherLanguage() throws IOException {
    Passage code =
        passage("Wohnung", "Das WLAN in der Wohnung: reiher-2210-see.", TextLanguage.OTHER);
    Passage none = passage("Wohnung", "Das WLAN in der Wohnung heißt Reiher.", TextLanguage.OTHER);

    assertThat(fits("what is the wifi password in the studio?", code)).isTrue();
    assertThat(fits("what is the wifi password in the studio?", none)).isFalse();
  }

  @Test
  void takesWhatStandsBehindPrepositionsOfTheAskingClauseAlone() throws IOException {
    assertThat(QuestionFocus.qualifiers("stuck at the ferry, what is the number of the cabin"))
        .containsExactly(List.of("cabin"));
  }

  private static boolean fits(String question, Passage passage) throws IOException {
    return QuestionFocus.fits(question, passage, passage.text(), hits(), new Words("", List.of()));
  }

  /** Knows other words for one word, and all words but "snug". */
  private record Words(String word, List<String> others) implements QuestionFocus.Lexicon {
    @Override
    public List<String> otherWords(String asked) {
      return asked.equals(word) ? others : List.of();
    }

    @Override
    public boolean occurs(String asked) {
      return !asked.equals("snug");
    }
  }

  private static List<Hit> hits() {
    return List.of(FLAT, CARD, NOTE).stream()
        .map(passage -> new Hit(passage, 1, 1, 1, List.of()))
        .toList();
  }

  private static Passage passage(String title, String text, TextLanguage language) {
    SourceId source = new SourceId("life");
    return new Passage(
        RecordId.of(source, new ItemKey(title)),
        source,
        RecordKind.NOTE,
        title,
        Instant.EPOCH,
        List.<Participant>of(),
        Labels.UNLABELLED,
        language,
        0,
        text.length(),
        text);
  }
}
