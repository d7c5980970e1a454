package dev.sotto.application.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComparableTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The deposit is 2,430 EUR.              | 2430 EUR
          Es sind 2.430 EUR                      | 2,430 eur
          left −2.25, right -1.75                | -2.25
          at 08:20 on Thursday                   | 8:20
          Thursday, 26 November 2026 at 08:20    | 26 Nov 2026
          It is Thursday 8 October.              | 8 October
          in Lübeck at Koggenhus                 | Koggenhus
          门票改到十六号了                         | 十六号
          ＲＡＬ　５０１４                           | RAL 5014
          the 3rd of August                      | 3 of August
          às 17h40, no dia 4 de outubro          | 17:40
          no dia 4 de outubro                    | 4 de out
          the front one has 291mm spokes         | 291 mm
          sold for **£4,150** in the end         | £ 4150
          password ginkgo-5600-barmbek           | Ginkgo–5600–Barmbek
          she paid 85€.                          | 85 €
          from 10:00-08:20                       | 8:20
          in der Straße nach Łódź                | strasse
          改到 16 号                              | 16号
          It's "Quiet Rooms".                    | it’s Quiet Rooms!
          12 345 678 people                      | 12,345,678
          """)
  void findsAnAcceptedAnswerHoweverItIsWritten(String said, String accepted) {
    assertThat(ComparableText.contains(said, accepted)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          there are 158 spots                    | 58
          it costs 2,43 EUR                      | 243
          at 18:20                               | 8:20
          the annual meeting                     | Ann
          the ceiling is 2.71 m high             | 2
          the ceiling is 2.71 m high             | 71 m
          it starts at 8:20                      | 20
          in 2026 120 people came                | 2026120
          anything                               | ...
          """)
  void doesNotTakeAPartOfANumberOrWordForIt(String said, String accepted) {
    assertThat(ComparableText.contains(said, accepted)).isFalse();
    assertThat(ComparableText.containsWords(said, accepted)).isFalse();
  }

  @Test
  void takesSeveralFactsInAnyOrder() {
    String accepted = "08:20 dentist (night guard) and 17:40 vaccination at the vet";

    assertThat(
            ComparableText.containsWords(
                "Vaccination at the vet is at 17:40, the dentist at 8:20.", accepted))
        .isTrue();
    assertThat(
            ComparableText.containsWords("Vaccination at the vet, the dentist at 8:20.", accepted))
        .as("a time is missing")
        .isFalse();
    assertThat(ComparableText.containsWords("There is something at 17:40 and at 8:20.", accepted))
        .as("what happens is missing")
        .isFalse();
  }

  @Test
  void readsOverTheBordersOfATable() {
    assertThat(ComparableText.contains("| lock | key 7714 |", "lock, key 7714")).isTrue();
  }

  @Test
  void measuresOverlapByWordsAndByChineseCharacters() {
    assertThat(ComparableText.overlap("the red van", "the red van")).isEqualTo(1);
    assertThat(ComparableText.overlap("a red van", "the red van")).isEqualTo(2.0 / 3, within(1e-9));
    assertThat(ComparableText.overlap("在竹影楼", "竹影楼")).isEqualTo(6.0 / 7, within(1e-9));
    assertThat(ComparableText.overlap("", "red")).isZero();
  }
}
