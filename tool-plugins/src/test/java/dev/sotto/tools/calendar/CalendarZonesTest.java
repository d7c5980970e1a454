package dev.sotto.tools.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.EventTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CalendarZonesTest {
  private static final String NEW_YORK_RULES =
      """
      BEGIN:STANDARD
      DTSTART:20071104T020000
      RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
      TZOFFSETFROM:-0400
      TZOFFSETTO:-0500
      END:STANDARD
      BEGIN:DAYLIGHT
      DTSTART:20070311T020000
      RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
      TZOFFSETFROM:-0500
      TZOFFSETTO:-0400
      END:DAYLIGHT
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, Europe/Berlin",
    "europe/berlin, Europe/Berlin",
    "/mozilla.org/20050126_1/Europe/Berlin, Europe/Berlin",
    "/freeassociation.sourceforge.net/Tzfile/America/Indiana/Knox, America/Indiana/Knox",
    "/softwarestudio.org/Olson_20011030_5/America/New_York, America/New_York",
    "W. Europe Standard Time, Europe/Berlin",
    "China Standard Time, Asia/Shanghai",
    "Eastern Standard Time, America/New_York",
    "GMT Standard Time, Europe/London",
    "Tokyo Standard Time, Asia/Tokyo",
    "UTC, Z",
    "Etc/UTC, Z",
    "GMT+0200, +02:00",
    "(UTC-05:00), -05:00",
    "UTC+5:30, +05:30"
  })
  void areFoundByName(String name, String zone) {
    assertThat(ZoneNames.find(name)).contains(ZoneId.of(zone));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Customized Time Zone", "Berlin time", "", "/", "UTC+99", "Local"})
  void areNotGuessedFromOtherNames(String name) {
    assertThat(ZoneNames.find(name)).isEmpty();
  }

  @Test
  void ofWindowsAreAllKnown() throws IOException {
    List<String> names = new ArrayList<>();
    try (var in = CalendarZonesTest.class.getResourceAsStream("windows-zones.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> names.add(line.substring(0, line.indexOf('\t'))));
    }

    assertThat(names)
        .hasSizeGreaterThan(130)
        .allSatisfy(name -> assertThat(ZoneNames.find(name)).isPresent());
  }

  @Test
  void areNamedByTheirLocation() throws IOException {
    assertThat(start("X-LIC-LOCATION:Asia/Tokyo\n", "20261124T100000").zone())
        .isEqualTo(ZoneId.of("Asia/Tokyo"));
  }

  @Test
  void areRecognisedByTheirRules() throws IOException {
    assertThat(start(NEW_YORK_RULES, "20261124T100000").zone())
        .isEqualTo(ZoneId.of("America/New_York"));
  }

  @Test
  void areThePersonsOwnWhereItsRulesFit() throws IOException {
    assertThat(
            start(
                    """
                    BEGIN:DAYLIGHT
                    DTSTART:19810329T020000
                    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
                    TZOFFSETFROM:+0100
                    TZOFFSETTO:+0200
                    END:DAYLIGHT
                    BEGIN:STANDARD
                    DTSTART:19961027T030000
                    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
                    TZOFFSETFROM:+0200
                    TZOFFSETTO:+0100
                    END:STANDARD
                    """,
                    "20261124T100000")
                .zone())
        .isEqualTo(Calendars.BERLIN);
  }

  @ParameterizedTest
  @CsvSource({
    "20260101T100000, +03:30",
    "20260615T100000, +04:45",
    "20261231T100000, +03:30",
    "19900615T100000, +03:30"
  })
  void areComputedWhereNoKnownOneGoesLikeThem(String time, String offset) throws IOException {
    assertThat(
            start(
                    """
                    BEGIN:STANDARD
                    DTSTART:20000901T000000
                    RRULE:FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1
                    TZOFFSETFROM:+0445
                    TZOFFSETTO:+0330
                    END:STANDARD
                    BEGIN:DAYLIGHT
                    DTSTART:20000501T000000
                    RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1
                    TZOFFSETFROM:+0330
                    TZOFFSETTO:+0445
                    END:DAYLIGHT
                    """,
                    time)
                .zone())
        .isEqualTo(ZoneOffset.of(offset));
  }

  @Test
  void withoutSummerTimeAreAnOffset() throws IOException {
    assertThat(
            start(
                    "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0300\n"
                        + "TZOFFSETTO:+0300\nEND:STANDARD\n",
                    "20261124T100000")
                .zone())
        .isEqualTo(ZoneOffset.ofHours(3));
  }

  @Test
  void thatEndedKeepTheirLastOffset() throws IOException {
    assertThat(
            start(
                    """
                    BEGIN:DAYLIGHT
                    DTSTART:19900401T000000
                    RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20000402T000000Z
                    TZOFFSETFROM:+0100
                    TZOFFSETTO:+0215
                    END:DAYLIGHT
                    BEGIN:STANDARD
                    DTSTART:19901001T000000
                    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU;UNTIL=19991003T000000Z
                    TZOFFSETFROM:+0215
                    TZOFFSETTO:+0100
                    END:STANDARD
                    """,
                    "20261124T100000")
                .zone())
        .isEqualTo(ZoneOffset.ofHoursMinutes(2, 15));
  }

  @Test
  void standBehindTheEventsThatUseThem() throws IOException {
    String zone = "BEGIN:VTIMEZONE\nTZID:Mine\n" + NEW_YORK_RULES + "END:VTIMEZONE\n";

    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                Calendars.event("z", "DTSTART;TZID=Mine:20261124T100000\nSUMMARY:Call"), zone));

    assertThat(sink.problems()).isEmpty();
    assertThat(((EventTime.Timed) Calendars.details(sink.records().get("in.ics/z")).start()).zone())
        .isEqualTo(ZoneId.of("America/New_York"));
  }

  @Test
  void thatNobodyKnowsAreReported() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(Calendars.event("z", "DTSTART;TZID=Nowhere/Land:20261124T100000")));

    assertThat(((EventTime.Timed) Calendars.details(sink.records().get("in.ics/z")).start()).zone())
        .isEqualTo(Calendars.BERLIN);
    assertThat(sink.problems().get("in.ics/z")).contains("time zone is unknown");
  }

  private EventTime.Timed start(String zoneLines, String time) throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\n" + zoneLines + "END:VTIMEZONE\n",
                Calendars.event("z", "DTSTART;TZID=Customized Time Zone:" + time)));
    assertThat(sink.problems()).isEmpty();
    return (EventTime.Timed) Calendars.details(sink.records().get("in.ics/z")).start();
  }
}
