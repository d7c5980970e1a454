package dev.sotto.application.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.evaluation.ComputedLife.Language;
import dev.sotto.application.evaluation.ComputedQuestions.Asking;
import dev.sotto.application.evaluation.WordedQuestions.Wordings;
import dev.sotto.computed.ComputedAnswer;
import dev.sotto.computed.ComputedAnswers;
import dev.sotto.record.SourceId;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.Source;
import dev.sotto.tools.calendar.PeriodwiseRecurrenceExpander;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Asks some thousand questions of time over made-up lives around the end of a year, a leap day and
 * changes of the clocks, and compares with the truth that was kept beside. {@link #main} prints
 * what went wrong and the accuracy by wish, with the 95 % interval of Wilson.
 */
final class ComputedAccuracyTest {
  private static final double FLOOR = 0.98;
  private static final List<LocalDateTime> MOMENTS =
      List.of(
          LocalDateTime.of(2026, 11, 23, 9, 0),
          LocalDateTime.of(2027, 3, 10, 18, 30),
          LocalDateTime.of(2028, 2, 16, 7, 15));
  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("Europe/Lisbon"), ZoneId.of("America/Recife"), ZoneId.of("Europe/Berlin"));

  /** Which questions are looked at. */
  private enum Part {
    ALL,
    SEEN,
    PUT_ASIDE
  }

  /** How many of some questions were answered right. */
  private static final class Tally {
    private int asked;
    private int right;
    private int misled;

    double accuracy() {
      return asked == 0 ? 1 : (double) right / asked;
    }

    @Override
    public String toString() {
      double z = 1.96;
      double n = asked;
      double p = accuracy();
      double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
      double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
      return String.format(
          Locale.ROOT,
          "%4d of %4d  %.3f  [%.3f, %.3f]  answered wrongly %d",
          right,
          asked,
          p,
          middle - half,
          Math.min(1, middle + half),
          misled);
    }
  }

  private final Map<String, Tally> tallies = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  private static List<ComputedLife> lives() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    return List.of(
        new ComputedLife(11, Language.ENGLISH, berlin, LocalDateTime.of(2026, 11, 23, 9, 0)),
        new ComputedLife(12, Language.ENGLISH, berlin, LocalDateTime.of(2027, 12, 20, 10, 15)),
        new ComputedLife(
            13, Language.CHINESE, ZoneId.of("Asia/Shanghai"), LocalDateTime.of(2028, 2, 14, 8, 5)),
        new ComputedLife(
            14,
            Language.PORTUGUESE,
            ZoneId.of("Europe/Lisbon"),
            LocalDateTime.of(2026, 3, 16, 21, 40)),
        new ComputedLife(
            15,
            Language.ENGLISH,
            ZoneId.of("America/New_York"),
            LocalDateTime.of(2026, 10, 14, 7, 30)));
  }

  private static ComputedAccuracyTest of(List<ComputedLife> lives, Part part) throws IOException {
    ComputedAccuracyTest test = new ComputedAccuracyTest();
    long seed = 100;
    for (ComputedLife life : lives) {
      ComputedAnswers answers = answers(life);
      for (Asking asking : ComputedQuestions.about(life, seed++)) {
        if (part == Part.ALL || asking.putAside() == (part == Part.PUT_ASIDE)) {
          test.ask(answers, life, asking);
        }
      }
    }
    return test;
  }

  private static ComputedAccuracyTest of(Wordings wordings, Part part) throws IOException {
    ComputedAccuracyTest test = new ComputedAccuracyTest();
    for (int i = 0; i < MOMENTS.size(); i++) {
      ComputedLife life =
          new ComputedLife(
              21 + i, wordings.language(), wordings.titles(), ZONES.get(i), MOMENTS.get(i));
      ComputedAnswers answers = answers(life);
      for (Asking asking : WordedQuestions.about(life, wordings, 200 + i)) {
        if (part == Part.ALL || asking.putAside() == (part == Part.PUT_ASIDE)) {
          test.ask(answers, life, asking);
        }
      }
    }
    return test;
  }

  private static ComputedAnswers answers(ComputedLife life) throws IOException {
    InMemoryRecordStore store = new InMemoryRecordStore();
    SourceId source = life.records.getFirst().source();
    store.putSource(new Source(source, "made", "up", Instant.EPOCH, Optional.empty()));
    long generation = store.commit(source, life.records, List.of());
    InMemorySearchIndex index = new InMemorySearchIndex();
    index.apply(life.records, List.of(), generation);
    return new ComputedAnswers(store, index, new PeriodwiseRecurrenceExpander(), life.zone);
  }

  private void ask(ComputedAnswers answers, ComputedLife life, Asking asking) throws IOException {
    Optional<ComputedAnswer> answer = answers.answer(asking.text(), life.now);
    boolean right =
        asking.wish().equals("DECLINE")
            ? answer.isEmpty()
            : answer.isPresent() && asking.isRight(answer.get().text());
    for (String tally :
        List.of(
            asking.wish(),
            asking.language().name(),
            asking.putAside() ? "put aside" : "seen",
            "together")) {
      Tally known = tallies.computeIfAbsent(tally, unused -> new Tally());
      known.asked++;
      known.right += right ? 1 : 0;
      known.misled += !right && answer.isPresent() ? 1 : 0;
    }
    if (!right) {
      wrong.add(
          asking.wish()
              + " "
              + life.now
              + " | "
              + asking.text()
              + "\n    wanted "
              + asking.required()
              + "\n    got    "
              + answer.map(a -> a.wish() + " " + a.text()).orElse("nothing"));
    }
  }

  @Test
  void answersQuestionsOfTimeAsTheTruthThatWasKeptBeside() throws IOException {
    ComputedAccuracyTest measured = of(lives(), Part.ALL);

    Tally together = measured.tallies.get("together");
    assertThat(together.asked).isGreaterThan(400);
    assertThat(together.accuracy()).as(measured.toString()).isGreaterThanOrEqualTo(FLOOR);
    assertThat(measured.tallies.get("DECLINE").accuracy())
        .as(measured.toString())
        .isGreaterThanOrEqualTo(FLOOR);
  }

  @ParameterizedTest
  @EnumSource
  void answersQuestionsInTheWordingsOfAFile(Wordings wordings) throws IOException {
    ComputedAccuracyTest measured = of(wordings, Part.ALL);

    Tally together = measured.tallies.get("together");
    assertThat(together.asked).isGreaterThan(450);
    assertThat(together.accuracy()).as(measured.toString()).isGreaterThanOrEqualTo(FLOOR);
    assertThat(measured.tallies.get("DECLINE").accuracy())
        .as(measured.toString())
        .isGreaterThanOrEqualTo(FLOOR);
  }

  @Override
  public String toString() {
    StringBuilder report = new StringBuilder(String.join("\n", wrong));
    tallies.forEach(
        (name, tally) -> report.append(String.format(Locale.ROOT, "%n%-14s %s", name, tally)));
    return report.toString();
  }

  /** Prints the accuracy, and what went wrong of the questions that may be looked at. */
  public static void main(String[] arguments) throws IOException {
    for (Wordings wordings : Wordings.values()) {
      System.out.println(of(wordings, Part.SEEN));
      ComputedAccuracyTest putAside = of(wordings, Part.PUT_ASIDE);
      if (arguments.length == 0) {
        putAside.wrong.clear();
      }
      System.out.println(putAside);
    }
    System.out.println(of(lives(), Part.SEEN));
    ComputedAccuracyTest aside = of(lives(), Part.PUT_ASIDE);
    if (arguments.length == 0) {
      aside.wrong.clear();
    }
    System.out.println(aside);
  }
}
