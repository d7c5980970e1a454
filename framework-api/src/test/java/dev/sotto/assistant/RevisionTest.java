package dev.sotto.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.text.LanguageDetector;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RevisionTest {
  private static final Instant MARCH = Instant.parse("2026-03-05T10:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-05T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "how many lamps for the hall? | The hall gets 64 lamps. | That makes 58 lamps in the hall"
            + " and not 64.",
        "what does the welding cost | Welding the sill: 520 pounds. | The welding will be 680 now"
            + " instead of the 520.",
        "wann ist der Umzug | Der Umzug ist am 2. Mai. | Der Umzug ist vom 2. Mai auf den 9. Mai"
            + " verschoben.",
        "quando é o jantar | O jantar é a 14 de março. | O jantar passou para 21 de março em vez de"
            + " 14 de março.",
        "熊猫基地哪天去 | 熊猫基地：12月15号去。 | 熊猫从12月15号改到12月16号。",
      })
  void findsTheStatementThatNamesTheOldValueBesideANewOne(
      String question, String stated, String revised) {
    Passage old = passage("old", "Plans", JUNE, stated);
    Passage later = passage("new", "News", MARCH, revised);

    Optional<Revision.Place> found = revision(question, old, stated, hits(old, later));

    assertThat(found).map(Revision.Place::passage).contains(later);
  }

  @Test
  void findsALaterStatementInTheSameThread() {
    Passage old = passage("old", "Spring concert", MARCH, "The concert is on 17 March.");
    Passage later =
        passage("new", "Re: Spring concert", JUNE, "The concert moved, it is on 24 March.");

    assertThat(revision("when is the concert", old, old.text(), hits(old, later)))
        .map(Revision.Place::passage)
        .contains(later);
  }

  @Test
  void overrulesNothingByAnEarlierOrAnUnrelatedStatement() {
    Passage old = passage("old", "Spring concert", JUNE, "The concert is on 17 March.");
    Passage earlier =
        passage("new", "Re: Spring concert", MARCH, "The concert moved, it is on 24 March.");
    Passage unrelated = passage("x", "Bins", JUNE, "Collection moved from 17 March to 18 March.");

    assertThat(revision("when is the concert", old, old.text(), hits(earlier, unrelated)))
        .isEmpty();
  }

  @Test
  void overrulesNothingByWhatSaysThatItStays() {
    Passage old = passage("old", "Flights", MARCH, "The return flight is on 28 January.");
    Passage later =
        passage(
            "new", "Re: Flights", JUNE, "The return flight does not change: 28 January, 23:20.");

    assertThat(revision("when is the return flight", old, old.text(), hits(later))).isEmpty();
  }

  @Test
  void overrulesNothingByTheSameYearAlone() {
    Passage old = passage("old", "Card", MARCH, "Landlord until May 2026.");
    Passage later =
        passage("new", "Rent", JUNE, "From 1 March 2026 the landlord takes 842 instead of 780.");

    assertThat(revision("what did the landlord pay back", old, old.text(), hits(later))).isEmpty();
  }

  @Test
  void readsTheNewValueInTheNextSentence() {
    Passage old = passage("old", "Show", MARCH, "Opening of the show is Thursday, 17 September.");
    Passage later =
        passage(
            "new",
            "Chat",
            JUNE,
            "so the opening is not 17 September any more\nit is Thursday 8 October");

    assertThat(revision("when does the show open", old, old.text(), hits(later)))
        .map(Revision.Place::start)
        .contains(0);
  }

  @Test
  void needsTheOldValueUnderTheStrictRule() {
    Passage old = passage("old", "Spring concert", MARCH, "The concert is on 17 March.");
    Passage later =
        passage("new", "Re: Spring concert", JUNE, "The concert moved, it is on 24 March.");

    assertThat(
            Revision.of(
                "when is the concert",
                old,
                old.text(),
                hits(later),
                Revision.Rule.NAMING_THE_OLD_VALUE))
        .isEmpty();
  }

  private static Optional<Revision.Place> revision(
      String question, Passage old, String sentence, List<Hit> candidates) {
    return Revision.of(question, old, sentence, candidates, Revision.Rule.OF_THE_SAME_SUBJECT_TOO);
  }

  private static List<Hit> hits(Passage... passages) {
    return List.of(passages).stream().map(p -> new Hit(p, 1, 1, 1, List.of())).toList();
  }

  private static Passage passage(String key, String title, Instant time, String text) {
    SourceId source = new SourceId("life");
    return new Passage(
        RecordId.of(source, new ItemKey(key)),
        source,
        RecordKind.EMAIL,
        title,
        time,
        List.of(),
        Labels.UNLABELLED,
        LanguageDetector.detect(text),
        0,
        text.length(),
        text);
  }
}
