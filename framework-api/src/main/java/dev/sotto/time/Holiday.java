package dev.sotto.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/**
 * Holidays whose dates can be computed. Those that differ from country to country (Labour Day in
 * September, the British Mother's Day) are left out or follow the widest use, as said beside them.
 */
public enum Holiday {
  NEW_YEAR(1, 1),
  EPIPHANY(1, 6),
  VALENTINES_DAY(2, 14),
  WOMENS_DAY(3, 8),
  APRIL_FOOLS(4, 1),
  LABOUR_DAY(5, 1),
  CHILDRENS_DAY_CHINA(6, 1),
  PORTUGAL_DAY(6, 10),
  CHINESE_NATIONAL_DAY(10, 1),
  GERMAN_UNITY_DAY(10, 3),
  HALLOWEEN(10, 31),
  ALL_SAINTS(11, 1),
  SAINT_NICHOLAS(12, 6),
  CHRISTMAS_EVE(12, 24),
  CHRISTMAS(12, 25),
  BOXING_DAY(12, 26),
  NEW_YEARS_EVE(12, 31),
  CARNIVAL(Reckoning.EASTER, -47),
  ASH_WEDNESDAY(Reckoning.EASTER, -46),
  PALM_SUNDAY(Reckoning.EASTER, -7),
  GOOD_FRIDAY(Reckoning.EASTER, -2),
  EASTER(Reckoning.EASTER, 0),
  EASTER_MONDAY(Reckoning.EASTER, 1),
  ASCENSION(Reckoning.EASTER, 39),
  PENTECOST(Reckoning.EASTER, 49),
  WHIT_MONDAY(Reckoning.EASTER, 50),
  CORPUS_CHRISTI(Reckoning.EASTER, 60),
  /** The second Sunday of May, as in Germany, Brazil, China and the United States. */
  MOTHERS_DAY(Reckoning.WEEKDAY, 5_2_7),
  /** The first Sunday of May. */
  MOTHERS_DAY_IN_PORTUGAL(Reckoning.WEEKDAY, 5_1_7),
  /** Saint Joseph's day. */
  FATHERS_DAY_IN_PORTUGAL(3, 19),
  /** The fourth Thursday of November. */
  THANKSGIVING(Reckoning.WEEKDAY, 11_4_4),
  /** The fourth Sunday before Christmas. */
  FIRST_ADVENT(Reckoning.ADVENT, 0),
  LUNAR_NEW_YEARS_EVE(Reckoning.LUNAR, 1_00),
  LUNAR_NEW_YEAR(Reckoning.LUNAR, 1_01),
  LANTERN_FESTIVAL(Reckoning.LUNAR, 1_15),
  DRAGON_BOAT_FESTIVAL(Reckoning.LUNAR, 5_05),
  QIXI(Reckoning.LUNAR, 7_07),
  MID_AUTUMN_FESTIVAL(Reckoning.LUNAR, 8_15),
  DOUBLE_NINTH(Reckoning.LUNAR, 9_09),
  LABA(Reckoning.LUNAR, 12_08),
  QINGMING(Reckoning.QINGMING, 0);

  private enum Reckoning {
    FIXED,
    EASTER,
    WEEKDAY,
    ADVENT,
    LUNAR,
    QINGMING
  }

  private final Reckoning reckoning;
  private final int number;

  Holiday(int month, int day) {
    this.reckoning = Reckoning.FIXED;
    this.number = month * 100 + day;
  }

  Holiday(Reckoning reckoning, int number) {
    this.reckoning = reckoning;
    this.number = number;
  }

  /**
   * Returns its day in a year.
   *
   * @param year Gregorian; for a lunar holiday the year in which most of the lunar year lies
   * @throws DateTimeException if it can't be computed for that year
   */
  public LocalDate in(int year) {
    return switch (reckoning) {
      case FIXED -> LocalDate.of(year, number / 100, number % 100);
      case EASTER -> easter(year).plusDays(number);
      case WEEKDAY ->
          LocalDate.of(year, number / 100, 1)
              .with(
                  TemporalAdjusters.dayOfWeekInMonth(number / 10 % 10, DayOfWeek.of(number % 10)));
      case ADVENT ->
          LocalDate.of(year, 12, 24)
              .with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY))
              .minusWeeks(3);
      case LUNAR -> LunarCalendar.toDate(year, number / 100, number % 100);
      case QINGMING -> qingming(year);
    };
  }

  /** Anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, 2nd edition, chapter 8). */
  private static LocalDate easter(int year) {
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int d = b / 4;
    int e = b % 4;
    int f = (b + 8) / 25;
    int g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4;
    int k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int sum = h + l - 7 * m + 114;
    return LocalDate.of(year, sum / 31, sum % 31 + 1);
  }

  /** The shou xing formula, with the constants of the 20th and the 21st century. */
  private static LocalDate qingming(int year) {
    if (year < 1901 || year > 2099) {
      throw new DateTimeException("Qingming is computed from 1901 to 2099");
    }
    int y = year % 100;
    double constant = year < 2000 ? 5.59 : 4.81;
    return LocalDate.of(year, 4, (int) Math.floor(y * 0.2422 + constant) - y / 4);
  }
}
