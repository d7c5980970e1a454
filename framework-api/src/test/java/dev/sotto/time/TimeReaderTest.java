package dev.sotto.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sotto.time.TimeExpression.Amount;
import dev.sotto.time.TimeExpression.Length;
import dev.sotto.time.TimeExpression.Recurring;
import dev.sotto.time.TimeExpression.Unit;
import dev.sotto.time.TimeRange.Grain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeReaderTest {
  private static final LocalDateTime NOW = LocalDateTime.parse("2026-11-23T09:00"); // a Monday

  private static final Map<String, LocalDate> CALENDAR =
      Map.of(
          "flight", LocalDate.of(2026, 12, 13),
          "wedding", LocalDate.of(2027, 6, 5),
          "move", LocalDate.of(2026, 5, 9),
          "出发", LocalDate.of(2026, 12, 13),
          "婚礼", LocalDate.of(2027, 6, 5),
          "搬家", LocalDate.of(2026, 5, 9));

  private static final EventTimes EVENTS =
      words -> Optional.ofNullable(CALENDAR.get(words)).map(TimeReaderTest::dayOf);

  private final TimeReader reader = new TimeReader();

  @ParameterizedTest
  @CsvSource({"english.txt, 300", "chinese.txt, 200", "german-portuguese.txt, 80"})
  void readsTheTables(String table, int least) throws IOException {
    List<String> rows = lines(table);
    List<String> wrong = new ArrayList<>();

    for (String row : rows) {
      String[] cells = row.split(" \\| ", -1);
      List<TimeMention> mentions =
          reader.read(cells[0], LocalDateTime.parse(cells[1]), EVENTS, Tense.UNKNOWN);
      TimeRange expected =
          new TimeRange(
              LocalDateTime.parse(cells[2]),
              LocalDateTime.parse(cells[3]),
              Grain.valueOf(cells[4]));
      if (!mentions.stream().map(TimeMention::range).toList().equals(List.of(expected))) {
        wrong.add(row + " but was " + mentions);
      }
    }

    assertThat(rows).hasSizeGreaterThanOrEqualTo(least);
    assertThat(wrong).isEmpty();
  }

  @Test
  void takesNoOtherWordsForTimes() throws IOException {
    List<String> taken = new ArrayList<>();

    for (String text : lines("traps.txt")) {
      for (Tense tense : Tense.values()) {
        for (TimeMention mention : reader.read(text, NOW, EVENTS, tense)) {
          taken.add(text + ": " + mention.span().of(text));
        }
      }
    }

    assertThat(taken).isEmpty();
  }

  /** Whole questions, with the tense told from their words. Expected by hand on a calendar. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "what do i have on thursday | thursday | 2026-11-26T00:00 | 2026-11-27T00:00",
        "what did I do on monday | monday | 2026-11-16T00:00 | 2026-11-17T00:00",
        "what did I do on thursday | thursday | 2026-11-19T00:00 | 2026-11-20T00:00",
        "what am i doing this wednesday night | this wednesday night"
            + " | 2026-11-25T18:00 | 2026-11-26T04:00",
        "whats on the first weekend in december | the first weekend in december"
            + " | 2026-12-05T00:00 | 2026-12-07T00:00",
        "how many minutes did i sleep on 6 october | 6 october"
            + " | 2026-10-06T00:00 | 2026-10-07T00:00",
        "will I travel in october? | october | 2027-10-01T00:00 | 2027-11-01T00:00",
        "what did I pay in december | december | 2025-12-01T00:00 | 2026-01-01T00:00",
        "am i free on saturday afternoon between 2 and 4?"
            + " | saturday afternoon between 2 and 4 | 2026-11-28T14:00 | 2026-11-28T16:00",
        "how many receipts since the beginning of the year"
            + " | since the beginning of the year | 2026-01-01T00:00 | 2026-11-24T00:00",
        "what happened after the move? | after the move | 2026-05-10T00:00 | 2026-11-24T00:00",
        "what did I write before the move | before the move | 0001-01-01T00:00 | 2026-05-09T00:00",
        "what must be done before the flight? | before the flight"
            + " | 2026-11-23T09:00 | 2026-12-13T00:00",
        "do I have anything until friday | until friday | 2026-11-23T09:00 | 2026-11-28T00:00",
        "what did I eat last summer | last summer | 2026-06-01T00:00 | 2026-09-01T00:00",
        "where will we be next summer | next summer | 2027-06-01T00:00 | 2027-09-01T00:00",
        "how did I sleep from monday to wednesday last week"
            + " | from monday to wednesday last week | 2026-11-16T00:00 | 2026-11-19T00:00",
        "o que fiz no fim de semana passado? | fim de semana passado"
            + " | 2026-11-21T00:00 | 2026-11-23T00:00",
        "quanto gastei em outubro? | outubro | 2026-10-01T00:00 | 2026-11-01T00:00",
        "tenho algo marcado para o dia 24 às 19h? | dia 24 às 19h"
            + " | 2026-11-24T19:00 | 2026-11-24T19:01",
        "今天晚上七点半以后有空吗 | 今天晚上七点半以后 | 2026-11-23T19:30 | 2026-11-24T00:00",
        "周五之前要做什么？ | 周五之前 | 2026-11-23T09:00 | 2026-11-27T00:00",
        "搬家以后花了多少钱 | 搬家以后 | 2026-05-10T00:00 | 2026-11-24T00:00",
        "上周一到周五每天睡了多少小时 | 上周一到周五 | 2026-11-16T00:00 | 2026-11-21T00:00",
        "12/5有什么安排 | 12/5 | 2026-12-05T00:00 | 2026-12-06T00:00",
        "圣诞节那周有什么安排 | 圣诞节那周 | 2026-12-21T00:00 | 2026-12-28T00:00",
      })
  void readsAQuestion(String question, String words, String from, String until) {
    List<TimeMention> mentions = reader.read(question, NOW, EVENTS);

    assertThat(mentions).hasSize(1);
    assertThat(mentions.getFirst().span().of(question)).isEqualTo(words);
    assertThat(mentions.getFirst().range().from()).isEqualTo(from);
    assertThat(mentions.getFirst().range().until()).isEqualTo(until);
  }

  @Test
  void readsSeveralTimesInTheirOrder() {
    String text = "On 8 October or 昨天? Not on Friday.";

    List<String> words =
        reader.read(text, NOW, EVENTS).stream().map(mention -> mention.span().of(text)).toList();

    assertThat(words).containsExactly("8 October", "昨天", "Friday");
  }

  @Test
  void fallsBackToAShorterReadingWhereAnEventIsUnknown() {
    String text = "what comes before the concert on friday";

    List<TimeMention> mentions = reader.read(text, NOW, EVENTS, Tense.FUTURE);

    assertThat(mentions).hasSize(1);
    assertThat(mentions.getFirst().span().of(text)).isEqualTo("friday");
  }

  @Test
  void namesNoTimeForADayThatDoesNotExist() {
    assertThat(reader.read("on 30 February 2026, 2月30日", NOW, EVENTS)).isEmpty();
    assertThat(reader.read("on 28 February 2026", NOW, EVENTS)).hasSize(1);
  }

  @Test
  void takesTheYearInWhichTheWeekdayIsRight() {
    assertThat(only("Thursday 8 October", Tense.UNKNOWN).from()).isEqualTo("2026-10-08T00:00");
    assertThat(only("Friday 8 October", Tense.UNKNOWN).from()).isEqualTo("2027-10-08T00:00");
  }

  @Test
  void readsTwoNumbersInTheOrderAskedFor() {
    TimeReader american = new TimeReader(DateOrder.MONTH_FIRST);

    assertThat(only("on 5/12/2026", Tense.UNKNOWN).from()).isEqualTo("2026-12-05T00:00");
    assertThat(american.read("on 5/12/2026", NOW, EVENTS).getFirst().range().from())
        .isEqualTo("2026-05-12T00:00");
    assertThat(american.read("on 25/12/2026", NOW, EVENTS).getFirst().range().from())
        .isEqualTo("2026-12-25T00:00");
  }

  @Nested
  class WithoutAClock {
    @Test
    void tellsWhatRecurs() {
      assertThat(expression("every Wednesday at 18:30"))
          .isInstanceOfSatisfying(
              Recurring.class,
              recurring -> {
                assertThat(recurring.weekdays()).containsExactly(DayOfWeek.WEDNESDAY);
                assertThat(recurring.detail()).isNotNull();
              });
      assertThat(expression("on Fridays")).isEqualTo(weekly(DayOfWeek.FRIDAY));
      assertThat(expression("every Monday and Thursday"))
          .isEqualTo(weekly(DayOfWeek.MONDAY, DayOfWeek.THURSDAY));
      assertThat(expression("每周三")).isEqualTo(weekly(DayOfWeek.WEDNESDAY));
      assertThat(expression("每周一和周五")).isEqualTo(weekly(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
      assertThat(expression("toda quarta-feira")).isEqualTo(weekly(DayOfWeek.WEDNESDAY));
      assertThat(expression("jeden Dienstag")).isEqualTo(weekly(DayOfWeek.TUESDAY));
      assertThat(expression("every two weeks"))
          .isEqualTo(new Recurring(Unit.WEEK, 2, List.of(), null));
      assertThat(expression("每天")).isEqualTo(new Recurring(Unit.DAY, 1, List.of(), null));
    }

    @ParameterizedTest
    @CsvSource({
      "two hours, 2, HOUR",
      "for 3 days, 3, DAY",
      "2.5 hours, 150, MINUTE",
      "3 hours 20 minutes, 200, MINUTE",
      "三个小时, 3, HOUR",
      "一个半小时, 90, MINUTE",
      "两个星期, 2, WEEK",
      "三天, 3, DAY",
      "duas horas, 2, HOUR",
      "zwei Wochen, 2, WEEK"
    })
    void tellsLengths(String words, int count, Unit unit) {
      assertThat(expression(words)).isEqualTo(new Length(new Amount(count, unit)));
    }

    @Test
    void resolvesTheSameExpressionUnderAnyTense() {
      TimeExpression friday = expression("on Friday");

      assertThat(reader.resolve(friday, NOW, EVENTS, Tense.FUTURE).orElseThrow().from())
          .isEqualTo("2026-11-27T00:00");
      assertThat(reader.resolve(friday, NOW, EVENTS, Tense.PAST).orElseThrow().from())
          .isEqualTo("2026-11-20T00:00");
    }

    @Test
    void showsNoWordsOfAnEventInItsOwnText() {
      assertThat(expression("before the secret meeting").toString()).doesNotContain("secret");
    }

    private Recurring weekly(DayOfWeek... days) {
      return new Recurring(Unit.WEEK, 1, List.of(days), null);
    }

    private TimeExpression expression(String words) {
      List<TimePhrase> phrases = reader.parse(words);
      assertThat(phrases).hasSize(1);
      return phrases.getFirst().expression();
    }
  }

  /** Any date, written in many ways, is read back. */
  @Test
  void readsBackRandomDates() {
    Random random = new Random(20261123);
    for (int i = 0; i < 400; i++) {
      LocalDate date = LocalDate.of(2000, 1, 1).plusDays(random.nextInt(18_000));
      for (String written : waysToWrite(date)) {
        List<TimeMention> mentions = reader.read(written, NOW, EventTimes.NONE);

        assertThat(mentions).as(written).hasSize(1);
        assertThat(mentions.getFirst().range()).as(written).isEqualTo(dayOf(date));
      }
    }
  }

  @Test
  void readsBackRandomTimesOfDay() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      LocalDateTime time =
          LocalDate.of(2026, 1, 1)
              .plusDays(random.nextInt(700))
              .atTime(random.nextInt(24), random.nextInt(60));
      String day = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).format(time);
      String clock = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).format(time);
      String meridiem = DateTimeFormatter.ofPattern("h:mm a", Locale.ENGLISH).format(time);
      String han = time.getYear() + "年" + time.getMonthValue() + "月" + time.getDayOfMonth() + "日";

      for (String written :
          List.of(
              day + " at " + clock,
              day + ", " + meridiem,
              clock + " on " + day,
              han + clock,
              han
                  + " "
                  + String.format(Locale.ROOT, "%02d点%02d分", time.getHour(), time.getMinute()))) {
        assertThat(reader.read(written, NOW, EventTimes.NONE))
            .as(written)
            .extracting(mention -> mention.range().from())
            .containsExactly(time);
      }
    }
  }

  @Test
  void neverThrowsAndNeverOverlaps() throws IOException {
    List<String> words = new ArrayList<>();
    for (String table :
        List.of("english.txt", "chinese.txt", "german-portuguese.txt", "traps.txt")) {
      for (String row : lines(table)) {
        words.addAll(List.of(row.split(" \\| ", -1)[0].split(" ", -1)));
      }
    }
    words.addAll(
        List.of(
            "-", "/", ".", ":", ",", "'", "99999999999999", "31", "0", "２０２６", "\uD83D", "\u0301"));
    Random random = new Random(4);

    for (int i = 0; i < 6_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(12); k >= 0; k--) {
        text.append(words.get(random.nextInt(words.size())));
        text.append(random.nextInt(4) == 0 ? "" : " ");
      }
      int end = 0;
      for (TimeMention mention : reader.read(text.toString(), NOW, EVENTS)) {
        assertThat(mention.span().start()).as(text.toString()).isGreaterThanOrEqualTo(end);
        end = mention.span().end();
        assertThat(end).isLessThanOrEqualTo(text.length());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "12 ",
        "1.",
        "1/2/",
        "8:",
        "before the ",
        "two weeks before ",
        "the day after ",
        "from 1 to ",
        "last weekend of ",
        "between ",
        "quarter to ",
        "a a a ",
        "monday, ",
        "'",
        "-",
        "第",
        "前",
        "出发前",
        "从",
        "每",
        "上",
        "到一月",
        "周",
        "2026年",
        "一",
        "搬家那",
        "天",
        "一点"
      })
  void staysLinearOnRepeatedWords(String words) {
    String text = words.repeat(15_000 / words.length());

    long start = System.nanoTime();
    assertThatCode(() -> reader.read(text, NOW, EVENTS)).doesNotThrowAnyException();

    // Quadratic work would take minutes: 2e8 steps of some microseconds
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void readsAMegabyteOfDigits() {
    String text = "9".repeat(1_000_000) + " tomorrow";

    assertThat(reader.read(text, NOW, EVENTS)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "what did I eat, PAST",
    "where was I, PAST",
    "will it rain, FUTURE",
    "do I have anything on, FUTURE",
    "am i free, FUTURE",
    "which RAL is it, UNKNOWN",
    "when is the dentist, UNKNOWN",
    "我花了多少钱, PAST",
    "有什么安排, FUTURE",
    "quanto gastei, PAST",
    "vou viajar, FUTURE",
    "wo war ich, PAST",
    "did I say that I will come, UNKNOWN"
  })
  void tellsTheTense(String question, Tense tense) {
    assertThat(Tense.of(question)).isEqualTo(tense);
  }

  private TimeRange only(String text, Tense tense) {
    List<TimeMention> mentions = reader.read(text, NOW, EVENTS, tense);
    assertThat(mentions).as(text).hasSize(1);
    return mentions.getFirst().range();
  }

  private static List<String> waysToWrite(LocalDate date) {
    String month = date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    String shortMonth = date.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    String weekday = date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    String german = date.getMonth().getDisplayName(TextStyle.FULL, Locale.GERMAN);
    String portuguese = date.getMonth().getDisplayName(TextStyle.FULL, Locale.forLanguageTag("pt"));
    int day = date.getDayOfMonth();
    int year = date.getYear();
    int number = date.getMonthValue();
    return List.of(
        date.toString(),
        year + "/" + number + "/" + day,
        day + " " + month + " " + year,
        day + " " + shortMonth + " " + year,
        month + " " + day + ", " + year,
        "the " + day + ending(day) + " of " + month + " " + year,
        weekday + ", " + day + " " + month + " " + year,
        "on " + day + "/" + number + "/" + year,
        "am " + day + "." + number + "." + year,
        day + ". " + german + " " + year,
        day + " de " + portuguese + " de " + year,
        year + "年" + number + "月" + day + "日",
        han(year) + "年" + numeral(number) + "月" + numeral(day) + "号");
  }

  private static String ending(int day) {
    if (day / 10 == 1) {
      return "th";
    }
    return switch (day % 10) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }

  private static String han(int year) {
    StringBuilder digits = new StringBuilder();
    for (char c : Integer.toString(year).toCharArray()) {
      digits.append("〇一二三四五六七八九".charAt(c - '0'));
    }
    return digits.toString();
  }

  private static String numeral(int number) {
    String ones = number % 10 == 0 ? "" : "一二三四五六七八九".substring(number % 10 - 1, number % 10);
    return switch (number / 10) {
      case 0 -> ones;
      case 1 -> "十" + ones;
      case 2 -> "二十" + ones;
      default -> "三十" + ones;
    };
  }

  private static TimeRange dayOf(LocalDate date) {
    return new TimeRange(date.atStartOfDay(), date.plusDays(1).atStartOfDay(), Grain.DAY);
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream file = TimeReaderTest.class.getResourceAsStream(name)) {
      assertThat(file).as(name).isNotNull();
      return Stream.of(new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1))
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
