package dev.sotto.tools.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class PeriodwiseRecurrenceExpanderTest {
  private static final ZoneId BERLIN = Calendars.BERLIN;
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

  private final PeriodwiseRecurrenceExpander expander = new PeriodwiseRecurrenceExpander();

  /** How python-dateutil computes 500 rules; recurrences.py made the file. */
  @Nested
  final class AgainstAnotherImplementation {
    private record Known(String rule, LocalDateTime start, int count, List<LocalDateTime> times) {}

    @Test
    void givesTheSameTimes() throws IOException {
      int compared = 0;
      for (Known known : known()) {
        List<LocalDateTime> times = times(known, known.start());

        assertThat(times).as("%s from %s", known.rule(), known.start()).hasSize(known.count());
        List<LocalDateTime> shown =
            Stream.concat(times.stream().limit(8), Stream.of(times.getLast())).toList();
        assertThat(shown).as("%s from %s", known.rule(), known.start()).isEqualTo(known.times());
        compared++;
      }
      assertThat(compared).isEqualTo(500);
    }

    @Test
    void givesTheSameTimesFromWhereverAWindowBegins() throws IOException {
      Random random = new Random(714);
      for (Known known : known()) {
        List<LocalDateTime> all = times(known, known.start());
        LocalDateTime from =
            all.get(random.nextInt(all.size())).plusMinutes(random.nextInt(3) - 1L);

        assertThat(times(known, from))
            .as("%s from %s, window from %s", known.rule(), known.start(), from)
            .startsWith(
                all.stream()
                    .filter(time -> !time.isBefore(from))
                    .toArray(LocalDateTime[]::new));
      }
    }

    private List<LocalDateTime> times(Known known, LocalDateTime from) {
      LocalDateTime end =
          known
              .start()
              .withDayOfMonth(Math.min(known.start().getDayOfMonth(), 28))
              .plusYears(4);
      return local(
          expander.starts(
              Calendars.recurring(
                  new EventTime.Timed(known.start(), ZoneOffset.UTC), "RRULE:" + known.rule()),
              ZoneOffset.UTC,
              from.toInstant(ZoneOffset.UTC),
              end.toInstant(ZoneOffset.UTC),
              300));
    }

    private List<Known> known() throws IOException {
      try (InputStream in =
          PeriodwiseRecurrenceExpanderTest.class.getResourceAsStream("recurrences.txt")) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split("\t"))
            .map(parts ->
                new Known(
                    parts[0],
                    LocalDateTime.parse(parts[1]),
                    Integer.parseInt(parts[2]),
                    Arrays.stream(parts[3].split(" ")).map(LocalDateTime::parse).toList()))
            .toList();
      }
    }
  }

  /** The examples of RFC 5545, section 3.8.5.3; days of September to December 1997 and so on. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          19970902T090000 | FREQ=DAILY;COUNT=10 | 19970902 19970903 19970904 19970905 19970906 19970907 19970908 19970909 19970910 19970911
          19970902T090000 | FREQ=DAILY;INTERVAL=10;COUNT=5 | 19970902 19970912 19970922 19971002 19971012
          19970902T090000 | FREQ=WEEKLY;COUNT=10 | 19970902 19970909 19970916 19970923 19970930 19971007 19971014 19971021 19971028 19971104
          19970902T090000 | FREQ=WEEKLY;UNTIL=19971224T000000Z | 19970902 19970909 19970916 19970923 19970930 19971007 19971014 19971021 19971028 19971104 19971111 19971118 19971125 19971202 19971209 19971216 19971223
          19970902T090000 | FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH | 19970902 19970904 19970909 19970911 19970916 19970918 19970923 19970925 19970930 19971002
          19970901T090000 | FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR | 19970901 19970903 19970905 19970915 19970917 19970919 19970929 19971001 19971003 19971013 19971015 19971017 19971027 19971029 19971031 19971110 19971112 19971114 19971124 19971126 19971128 19971208 19971210 19971212 19971222
          19970902T090000 | FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH | 19970902 19970904 19970916 19970918 19970930 19971002 19971014 19971016
          19970905T090000 | FREQ=MONTHLY;COUNT=10;BYDAY=1FR | 19970905 19971003 19971107 19971205 19980102 19980206 19980306 19980403 19980501 19980605
          19970905T090000 | FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR | 19970905 19971003 19971107 19971205
          19970907T090000 | FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU | 19970907 19970928 19971102 19971130 19980104 19980125 19980301 19980329 19980503 19980531
          19970922T090000 | FREQ=MONTHLY;COUNT=6;BYDAY=-2MO | 19970922 19971020 19971117 19971222 19980119 19980216
          19970928T090000 | FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=6 | 19970928 19971029 19971128 19971229 19980129 19980226
          19970902T090000 | FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15 | 19970902 19970915 19971002 19971015 19971102 19971115 19971202 19971215 19980102 19980115
          19970930T090000 | FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1 | 19970930 19971001 19971031 19971101 19971130 19971201 19971231 19980101 19980131 19980201
          19970910T090000 | FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15 | 19970910 19970911 19970912 19970913 19970914 19970915 19990310 19990311 19990312 19990313
          19970610T090000 | FREQ=YEARLY;COUNT=10;BYMONTH=6,7 | 19970610 19970710 19980610 19980710 19990610 19990710 20000610 20000710 20010610 20010710
          19970310T090000 | FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3 | 19970310 19990110 19990210 19990310 20010110 20010210 20010310 20030110 20030210 20030310
          19970101T090000 | FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200 | 19970101 19970410 19970719 20000101 20000409 20000718 20030101 20030410 20030719 20060101
          19970519T090000 | FREQ=YEARLY;BYDAY=20MO;COUNT=3 | 19970519 19980518 19990517
          19970512T090000 | FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3 | 19970512 19980511 19990517
          19970313T090000 | FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=11 | 19970313 19970320 19970327 19980305 19980312 19980319 19980326 19990304 19990311 19990318 19990325
          19970905T090000 | FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8;COUNT=4 | 19970905 19980604 19980611 19980618
          19980213T090000 | FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=5 | 19980213 19980313 19981113 19990813 20001013
          19970913T090000 | FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=10 | 19970913 19971011 19971108 19971213 19980110 19980207 19980307 19980411 19980509 19980613
          19961105T090000 | FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3 | 19961105 20001107 20041102
          19970904T090000 | FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3 | 19970904 19971007 19971106
          19970929T090000 | FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=7 | 19970929 19971030 19971127 19971230 19980129 19980226 19980330
          19970805T090000 | FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO | 19970805 19970810 19970819 19970824
          19970805T090000 | FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU | 19970805 19970817 19970819 19970831
          20070115T090000 | FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5 | 20070115 20070130 20070215 20070315 20070330
          """)
  void computesTheExamplesOfTheStandard(String start, String rule, String days) {
    LocalDateTime first =
        LocalDateTime.parse(start, DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss"));

    List<EventTime> times =
        expander.starts(
            Calendars.recurring(new EventTime.Timed(first, NEW_YORK), "RRULE:" + rule),
            BERLIN,
            Instant.EPOCH,
            FAR,
            1_000);

    assertThat(times)
        .allSatisfy(time ->
            assertThat(((EventTime.Timed) time).time().toLocalTime())
                .isEqualTo(first.toLocalTime()));
    assertThat(String.join(" ", local(times).stream().map(this::basicDay).toList()))
        .isEqualTo(days);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000 | 09:00 12:00 15:00
          FREQ=MINUTELY;INTERVAL=15;COUNT=6            | 09:00 09:15 09:30 09:45 10:00 10:15
          FREQ=MINUTELY;INTERVAL=90;COUNT=4            | 09:00 10:30 12:00 13:30
          FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40;COUNT=6 | 09:00 09:20 09:40 10:00 10:20 10:40
          FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10;COUNT=6   | 09:00 09:20 09:40 10:00 10:20 10:40
          FREQ=SECONDLY;INTERVAL=1800;COUNT=3             | 09:00 09:30 10:00
          """)
  void computesTheExamplesWithinADay(String rule, String clock) {
    List<EventTime> times =
        expander.starts(
            Calendars.recurring(
                new EventTime.Timed(LocalDateTime.of(1997, 9, 2, 9, 0), NEW_YORK),
                "RRULE:" + rule),
            BERLIN,
            Instant.EPOCH,
            FAR,
            100);

    assertThat(
            String.join(
                " ", local(times).stream().map(time -> time.toLocalTime().toString()).toList()))
        .isEqualTo(clock);
  }

  @Test
  void staysAtItsTimeOfDayWhenTheClocksChange() {
    assertThat(instants(timed("2026-10-19T09:30", BERLIN), "RRULE:FREQ=WEEKLY;COUNT=2"))
        .containsExactly("2026-10-19T07:30:00Z", "2026-10-26T08:30:00Z");
    assertThat(
            instants(
                new EventTime.Timed(LocalDateTime.parse("2026-10-19T07:30"), ZoneOffset.UTC),
                "RRULE:FREQ=WEEKLY;COUNT=2"))
        .containsExactly("2026-10-19T07:30:00Z", "2026-10-26T07:30:00Z");
  }

  @Test
  void takesATimeThatTheClocksSkipByTheClockBeforeTheChange() {
    assertThat(instants(timed("2026-03-28T02:30", BERLIN), "RRULE:FREQ=DAILY;COUNT=3"))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void takesTheFirstOfATimeThatComesTwice() {
    assertThat(instants(timed("2026-10-24T02:30", BERLIN), "RRULE:FREQ=DAILY;COUNT=3"))
        .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void repeatsWholeDaysWhereverThePersonIs() {
    EventDetails event =
        Calendars.recurring(
            new EventTime.AllDay(LocalDate.of(2026, 10, 23)), "RRULE:FREQ=DAILY;COUNT=4");

    for (String zone : List.of("Europe/Berlin", "Asia/Shanghai", "America/Los_Angeles")) {
      assertThat(expander.starts(event, ZoneId.of(zone), Instant.EPOCH, FAR, 10))
          .containsExactly(
              new EventTime.AllDay(LocalDate.of(2026, 10, 23)),
              new EventTime.AllDay(LocalDate.of(2026, 10, 24)),
              new EventTime.AllDay(LocalDate.of(2026, 10, 25)),
              new EventTime.AllDay(LocalDate.of(2026, 10, 26)));
    }
  }

  @Test
  void leavesOutYearsAndMonthsWithoutTheDay() {
    assertThat(days("2024-02-29", "RRULE:FREQ=YEARLY;COUNT=3"))
        .containsExactly("2024-02-29", "2028-02-29", "2032-02-29");
    assertThat(days("2026-01-31", "RRULE:FREQ=MONTHLY;COUNT=3"))
        .containsExactly("2026-01-31", "2026-03-31", "2026-05-31");
  }

  @Test
  void takesTheWeekdayOfTheStartInNumberedWeeks() {
    assertThat(days("2026-01-01", "RRULE:FREQ=YEARLY;BYWEEKNO=20;COUNT=3"))
        .containsExactly("2026-01-01", "2026-05-14", "2027-05-20");
  }

  @Test
  void countsAStartThatTheRuleDoesNotGiveAsTheFirst() {
    assertThat(days("2026-11-24", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3"))
        .containsExactly("2026-11-24", "2026-11-30", "2026-12-07");
  }

  @ParameterizedTest
  @CsvSource({
    "UNTIL=20261207,            2026-11-23T09:00 2026-11-30T09:00 2026-12-07T09:00",
    "UNTIL=20261207T080000Z,    2026-11-23T09:00 2026-11-30T09:00 2026-12-07T09:00",
    "UNTIL=20261207T075959Z,    2026-11-23T09:00 2026-11-30T09:00",
    "UNTIL=20261207T090000,     2026-11-23T09:00 2026-11-30T09:00 2026-12-07T09:00",
    "UNTIL=20261207T085959,     2026-11-23T09:00 2026-11-30T09:00",
    "UNTIL=20261122,            ''"
  })
  void includesAnOccurrenceAtTheEnd(String end, String times) {
    assertThat(
            String.join(
                " ",
                local(
                        expander.starts(
                            Calendars.recurring(
                                timed("2026-11-23T09:00", BERLIN), "RRULE:FREQ=WEEKLY;" + end),
                            BERLIN,
                            Instant.EPOCH,
                            FAR,
                            10))
                    .stream()
                    .map(LocalDateTime::toString)
                    .toList()))
        .isEqualTo(times);
  }

  @Test
  void endsWholeDaysOnTheDayThatIsWritten() {
    assertThat(days("2026-11-23", "RRULE:FREQ=DAILY;UNTIL=20261125T000000Z"))
        .containsExactly("2026-11-23", "2026-11-24", "2026-11-25");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXDATE;TZID=Europe/Berlin:20261130T090000",
        "EXDATE:20261130T080000Z",
        "EXDATE;VALUE=DATE:20261130",
        "EXDATE;TZID=Asia/Shanghai:20261130T160000",
        "EXDATE:20261130T090000",
        "EXDATE:20251130T090000Z,20261130T080000Z",
        "EXRULE:FREQ=MONTHLY;BYMONTHDAY=30"
      })
  void leavesOutExceptions(String exception) {
    assertThat(
            instants(
                timed("2026-11-23T09:00", BERLIN), "RRULE:FREQ=WEEKLY;COUNT=3", exception))
        .containsExactly("2026-11-23T08:00:00Z", "2026-12-07T08:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXDATE;VALUE=DATE:20261124",
        "EXDATE:20261124T000000Z",
        "EXDATE;TZID=Europe/Berlin:20261124T000000",
        "EXDATE;TZID=Europe/Berlin:20261124T093000"
      })
  void leavesOutExceptionsOfWholeDays(String exception) {
    assertThat(days("2026-11-23", "RRULE:FREQ=DAILY;COUNT=3", exception))
        .containsExactly("2026-11-23", "2026-11-25");
  }

  @Test
  void addsExtraTimes() {
    assertThat(
            instants(
                timed("2026-11-23T09:00", BERLIN),
                "RDATE;VALUE=PERIOD:20261124T100000Z/PT3H,20261124T140000Z/20261124T150000Z",
                "RDATE;VALUE=DATE:20261125",
                "RDATE;TZID=Asia/Shanghai:20261126T080000",
                "EXDATE:20261124T140000Z"))
        .containsExactly(
            "2026-11-23T08:00:00Z",
            "2026-11-24T10:00:00Z",
            "2026-11-25T08:00:00Z",
            "2026-11-26T00:00:00Z");
  }

  @Test
  void joinsTwoRulesWithoutDoubles() {
    assertThat(
            days(
                "2026-11-23",
                "RRULE:FREQ=WEEKLY;COUNT=2",
                "RRULE:FREQ=DAILY;COUNT=2",
                "RDATE;VALUE=DATE:20261124"))
        .containsExactly("2026-11-23", "2026-11-24", "2026-11-30");
  }

  @Test
  void includesTheBeginningOfAWindowAndNotItsEnd() {
    EventDetails daily = Calendars.recurring(timed("2026-11-01T09:00", BERLIN), "RRULE:FREQ=DAILY");

    List<EventTime> times =
        expander.starts(
            daily,
            BERLIN,
            Instant.parse("2026-11-10T08:00:00Z"),
            Instant.parse("2026-11-12T08:00:00Z"),
            10);

    assertThat(local(times))
        .containsExactly(
            LocalDateTime.parse("2026-11-10T09:00"), LocalDateTime.parse("2026-11-11T09:00"));
    assertThat(expander.starts(daily, BERLIN, Instant.MIN, Instant.MAX, 3)).hasSize(3);
    assertThat(expander.starts(daily, BERLIN, FAR, FAR, 3)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=MINUTELY",
        "RRULE:FREQ=SECONDLY;COUNT=2147483647",
        "RRULE:FREQ=SECONDLY;INTERVAL=7",
        "RRULE:FREQ=HOURLY;BYMONTH=1",
        "RRULE:FREQ=SECONDLY;BYMONTH=1;BYHOUR=3;BYMINUTE=4;BYSECOND=5"
      })
  @Timeout(5)
  void jumpsOverTheTimeBeforeTheWindow(String rule) {
    List<EventTime> times =
        expander.starts(
            Calendars.recurring(
                new EventTime.Timed(LocalDateTime.of(1970, 1, 1, 0, 0), ZoneOffset.UTC), rule),
            BERLIN,
            Instant.parse("2030-01-01T00:00:00Z"),
            Instant.parse("2031-01-01T00:00:00Z"),
            20);

    assertThat(times).hasSize(20);
    assertThat(times.getFirst().instant(BERLIN)).isBefore(Instant.parse("2030-01-02T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RRULE:FREQ=SECONDLY;BYSETPOS=2",
        "RRULE:FREQ=MINUTELY;BYSETPOS=-5",
        "RRULE:FREQ=SECONDLY;COUNT=2000000000;BYDAY=MO",
        "RRULE:FREQ=YEARLY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;"
            + "BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28"
            + ";BYSECOND=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28"
            + ";BYDAY=MO,TU,WE,TH,FR,SA,SU"
      })
  @Timeout(10)
  void givesUpOnARuleThatTakesTooLong(String rule) {
    EventDetails event =
        Calendars.recurring(
            new EventTime.Timed(LocalDateTime.of(1970, 1, 1, 0, 0), ZoneOffset.UTC), rule);

    assertThatThrownBy(() ->
            expander.starts(
                event,
                BERLIN,
                Instant.parse("2030-01-01T00:00:00Z"),
                Instant.parse("2090-01-01T00:00:00Z"),
                20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000000 steps");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=YEARLY;INTERVAL=2147483647",
        "RRULE:FREQ=MONTHLY;INTERVAL=2147483647",
        "RRULE:FREQ=WEEKLY;INTERVAL=2147483647",
        "RRULE:FREQ=SECONDLY;INTERVAL=2147483647",
        "RRULE:FREQ=DAILY;BYSETPOS=366",
        "RRULE:FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2"
      })
  @Timeout(10)
  void findsThatARuleGivesNothingMore(String rule) {
    EventDetails event =
        Calendars.recurring(
            new EventTime.Timed(LocalDateTime.of(1970, 1, 1, 0, 0), ZoneOffset.UTC), rule);

    assertThat(
            expander.starts(event, BERLIN, Instant.parse("1970-01-02T00:00:00Z"), Instant.MAX, 5))
        .hasSizeLessThanOrEqualTo(5)
        .allSatisfy(time ->
            assertThat(time.local(BERLIN)).isAfter(LocalDateTime.of(2030, 1, 1, 0, 0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RRULE:",
        "RRULE:FREQ=FORTNIGHTLY",
        "RRULE:BYDAY=MO",
        "RRULE:FREQ=DAILY;COUNT=x",
        "RRULE:FREQ=DAILY;BYHOUR=24",
        "RRULE:FREQ=MONTHLY;BYDAY=99MO",
        "RRULE:RSCALE=CHINESE;FREQ=YEARLY",
        "RRULE:FREQ=DAILY;UNTIL=20269999",
        "EXDATE:tomorrow",
        "RDATE:20261399",
        "ATTENDEE:mailto:x@x.example",
        "no line"
      })
  void refusesALineThatItCannotRead(String line) {
    EventDetails event = Calendars.recurring(timed("2026-11-23T09:00", BERLIN), line);

    assertThatThrownBy(() -> expander.starts(event, BERLIN, Instant.EPOCH, FAR, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> days(String start, String... recurrence) {
    return local(
            expander.starts(
                Calendars.recurring(new EventTime.AllDay(LocalDate.parse(start)), recurrence),
                BERLIN,
                Instant.EPOCH,
                FAR,
                100))
        .stream()
        .map(time -> time.toLocalDate().toString())
        .toList();
  }

  private List<String> instants(EventTime start, String... recurrence) {
    return expander
        .starts(Calendars.recurring(start, recurrence), BERLIN, Instant.EPOCH, FAR, 100)
        .stream()
        .map(time -> time.instant(BERLIN).toString())
        .toList();
  }

  private String basicDay(LocalDateTime time) {
    return time.toLocalDate().format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  private static EventTime timed(String time, ZoneId zone) {
    return new EventTime.Timed(LocalDateTime.parse(time), zone);
  }

  /** What the clock of each event's own zone shows. */
  private static List<LocalDateTime> local(List<EventTime> times) {
    return times.stream()
        .map(time ->
            switch (time) {
              case EventTime.AllDay day -> day.day().atStartOfDay();
              case EventTime.Timed timed -> timed.time();
            })
        .toList();
  }
}
