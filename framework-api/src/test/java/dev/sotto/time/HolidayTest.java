package dev.sotto.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidayTest {
  /** Easter from the tables of the US Naval Observatory; lunar days from published calendars. */
  @ParameterizedTest
  @CsvSource({
    "EASTER, 2000-04-23",
    "EASTER, 2024-03-31",
    "EASTER, 2025-04-20",
    "EASTER, 2026-04-05",
    "EASTER, 2038-04-25",
    "GOOD_FRIDAY, 2026-04-03",
    "CARNIVAL, 2026-02-17",
    "CORPUS_CHRISTI, 2026-06-04",
    "THANKSGIVING, 2026-11-26",
    "MOTHERS_DAY, 2026-05-10",
    "FIRST_ADVENT, 2026-11-29",
    "FIRST_ADVENT, 2023-12-03",
    "LUNAR_NEW_YEAR, 2024-02-10",
    "LUNAR_NEW_YEAR, 2025-01-29",
    "LUNAR_NEW_YEAR, 2026-02-17",
    "LUNAR_NEW_YEAR, 2027-02-06",
    "LUNAR_NEW_YEAR, 2033-01-31",
    "LUNAR_NEW_YEARS_EVE, 2026-02-16",
    "MID_AUTUMN_FESTIVAL, 2025-10-06",
    "MID_AUTUMN_FESTIVAL, 2026-09-25",
    "DRAGON_BOAT_FESTIVAL, 2026-06-19",
    "QINGMING, 2025-04-04",
    "QINGMING, 2026-04-05"
  })
  void fallsOnItsDay(Holiday holiday, LocalDate day) {
    assertThat(holiday.in(day.getYear())).isEqualTo(day);
  }

  @Test
  void everyLunarYearStartsOnTheDayAfterTheOneBeforeEnds() {
    for (int year = 1981; year <= 2050; year++) {
      LocalDate start = Holiday.LUNAR_NEW_YEAR.in(year);
      LocalDate before = Holiday.LUNAR_NEW_YEAR.in(year - 1);

      assertThat(start).isBetween(LocalDate.of(year, 1, 21), LocalDate.of(year, 2, 21));
      assertThat(before.until(start).toTotalMonths()).isBetween(11L, 12L);
    }
  }

  @Test
  void refusesAYearBeyondTheTable() {
    assertThatThrownBy(() -> Holiday.LUNAR_NEW_YEAR.in(2051)).isInstanceOf(DateTimeException.class);
  }
}
