package dev.sotto.time;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * The Chinese lunisolar calendar of the years 1980 to 2050, as the Hong Kong Observatory publishes
 * it (Gregorian-Lunar Calendar Conversion Table). A year is one number: from bit 17 on the days
 * from 1 January to its new year, four bits for the month that is repeated (0: none), then a bit a
 * month, set where it has 30 days and not 29.
 */
final class LunarCalendar {
  static final int FIRST_YEAR = 1980;

  private static final int[] YEARS = {
    0x5C0DA9, 0x460D92, 0x309D25, 0x560D25, 0x415A4D, 0x640A56, 0x4E02B6, 0x38C5B5,
    0x5E06D5, 0x480EA9, 0x34BE92, 0x5A0E92, 0x440D26, 0x2C6A56, 0x500A57, 0x3D14D6,
    0x62035A, 0x4A06D5, 0x36B6C9, 0x5C0749, 0x460693, 0x2E952B, 0x54052B, 0x3E0A5B,
    0x2A555A, 0x4E056A, 0x38FB55, 0x600BA4, 0x4A0B49, 0x32BA93, 0x580A95, 0x42052D,
    0x2C8AAD, 0x500AB5, 0x3D35AA, 0x6205D2, 0x4C0DA5, 0x36DD4A, 0x5C0D4A, 0x460C95,
    0x30952E, 0x540556, 0x3E0AB5, 0x2A55B2, 0x5006D2, 0x38CEA5, 0x5E0725, 0x48064B,
    0x32AC97, 0x560CAB, 0x42055A, 0x2C6AD6, 0x520B69, 0x3D7752, 0x620B52, 0x4C0B25,
    0x36DA4B, 0x5A0A4B, 0x4404AB, 0x2EA55B, 0x5405AD, 0x3E0B6A, 0x2A5B52, 0x500D92,
    0x3AFD25, 0x5E0D25, 0x480A55, 0x32B4AD, 0x5804B6, 0x4005B5, 0x2C6DAA
  };

  private LunarCalendar() {}

  /**
   * Returns the day of a lunar date; day 0 of month 1 is the eve of the new year.
   *
   * @throws DateTimeException if the year is out of the table, or has no such day
   */
  static LocalDate toDate(int year, int month, int day) {
    int index = year - FIRST_YEAR;
    if (index < 0 || index >= YEARS.length || month < 1 || month > 12 || day < 0 || day > 30) {
      throw new DateTimeException("No such day in the lunar table");
    }
    int packed = YEARS[index];
    int repeated = packed >> 13 & 15;
    int months = repeated > 0 && month > repeated ? month : month - 1;
    int days = packed >> 17;
    for (int i = 0; i < months; i++) {
      days += 29 + (packed >> i & 1);
    }
    if (day > 29 + (packed >> months & 1)) {
      throw new DateTimeException("No such day in the lunar table");
    }
    return LocalDate.of(year, 1, 1).plusDays(days + day - 1L);
  }
}
