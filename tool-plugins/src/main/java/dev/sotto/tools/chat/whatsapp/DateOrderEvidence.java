package dev.sotto.tools.chat.whatsapp;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * What all stamps of one style together say about the order of day and month: which orders make
 * dates that exist, which make the messages follow each other in time, what is customary. For one
 * thread.
 */
final class DateOrderEvidence {
  private static final int DECISIVE_CUSTOM = 2;
  private static final int CLEARLY_SHORTER = 4;

  /** Of so many days one may begin with a message that came late. */
  private static final int LATE_MESSAGES = 20;

  private static final Set<String> MONTH_FIRST_ZONES =
      Set.of(
          "America/New_York",
          "America/Detroit",
          "America/Chicago",
          "America/Denver",
          "America/Boise",
          "America/Phoenix",
          "America/Los_Angeles",
          "America/Anchorage",
          "America/Juneau",
          "America/Adak",
          "America/Puerto_Rico",
          "Pacific/Honolulu",
          "Pacific/Guam",
          "Asia/Manila");

  private final Candidate dayFirst = new Candidate(DateOrder.DAY_FIRST);
  private final Candidate monthFirst = new Candidate(DateOrder.MONTH_FIRST);
  private final Candidate yearFirst = new Candidate(DateOrder.YEAR_FIRST);
  private boolean padded;
  private boolean capitalClock;
  private boolean otherClock;
  private boolean ordersDiffer;
  private char separator;
  private StampStyle.Form form = StampStyle.Form.SHORT;
  private long stamps;
  private long afterBareLineFeed;

  /**
   * An order of day and month.
   *
   * @param order the order
   * @param sure false if the file could be read otherwise just as well
   */
  record Verdict(DateOrder order, boolean sure) {}

  void add(LineStamp stamp, boolean followsBareLineFeed) {
    stamps++;
    afterBareLineFeed += followsBareLineFeed ? 1 : 0;
    form = stamp.style().form();
    separator = stamp.style().separator();
    padded |= stamp.padded();
    capitalClock |= stamp.clock() == LineStamp.Clock.CAPITAL_AM_PM;
    otherClock |= stamp.clock() == LineStamp.Clock.OTHER_12_HOURS;
    ordersDiffer |= stamp.first() != stamp.second();
    dayFirst.add(stamp);
    monthFirst.add(stamp);
    yearFirst.add(stamp);
  }

  long stamps() {
    return stamps;
  }

  /** Returns how many stamps stand in a line that does not follow a carriage return. */
  long afterBareLineFeed() {
    return afterBareLineFeed;
  }

  /**
   * Decides.
   *
   * @param language what the file's fixed sentences say about its language
   * @param zone where the person is
   */
  Verdict verdict(ChatLanguage language, ZoneId zone) {
    if (form == StampStyle.Form.YEAR_FIRST) {
      return new Verdict(DateOrder.YEAR_FIRST, true);
    }
    if (form == StampStyle.Form.NAMED_MONTH) {
      return new Verdict(DateOrder.DAY_FIRST, true);
    }
    if (form == StampStyle.Form.SHORT
        && yearFirst.invalid == 0
        && yearFirst.isBetterThan(dayFirst)
        && yearFirst.isBetterThan(monthFirst)) {
      return new Verdict(DateOrder.YEAR_FIRST, true);
    }
    if (dayFirst.invalid != monthFirst.invalid) {
      boolean day = dayFirst.invalid < monthFirst.invalid;
      return new Verdict(day ? DateOrder.DAY_FIRST : DateOrder.MONTH_FIRST, true);
    }
    int custom = custom(language);
    DateOrder customary = custom < 0 ? DateOrder.MONTH_FIRST : DateOrder.DAY_FIRST;
    long lead = monthFirst.backwards - dayFirst.backwards;
    if (lead != 0) {
      DateOrder steadier = lead > 0 ? DateOrder.DAY_FIRST : DateOrder.MONTH_FIRST;
      boolean contradicted = steadier != customary && Math.abs(custom) >= DECISIVE_CUSTOM;
      boolean slight = Math.abs(lead) <= 1 + dayFirst.days / LATE_MESSAGES;
      return contradicted && slight ? new Verdict(customary, false) : new Verdict(steadier, true);
    }
    if (Math.abs(custom) >= DECISIVE_CUSTOM || !ordersDiffer) {
      return new Verdict(customary, true);
    }
    if (dayFirst.days > 2 && dayFirst.travelled * CLEARLY_SHORTER <= monthFirst.travelled) {
      return new Verdict(DateOrder.DAY_FIRST, false);
    }
    if (dayFirst.days > 2 && monthFirst.travelled * CLEARLY_SHORTER <= dayFirst.travelled) {
      return new Verdict(DateOrder.MONTH_FIRST, false);
    }
    boolean american = MONTH_FIRST_ZONES.contains(zone.getId()) || zone.getId().startsWith("US/");
    return new Verdict(
        custom + (american ? -2 : 1) < 0 ? DateOrder.MONTH_FIRST : DateOrder.DAY_FIRST, false);
  }

  /** Returns a positive number where the day usually comes first, a negative where the month. */
  private int custom(ChatLanguage language) {
    int custom = language.writesDayFirst() ? 3 : 0;
    custom += separator == '/' ? 0 : 3;
    if (padded) {
      custom += 2;
    } else if (capitalClock) {
      custom -= 2;
    }
    return custom + (otherClock && !capitalClock ? 1 : 0);
  }

  private static final class Candidate {
    private final DateOrder order;
    private long invalid;
    private long backwards;
    private long travelled;
    private long days;
    private Optional<LocalDate> previous = Optional.empty();

    Candidate(DateOrder order) {
      this.order = order;
    }

    void add(LineStamp stamp) {
      Optional<LocalDate> date = stamp.date(order);
      if (date.isEmpty()) {
        invalid++;
        return;
      }
      if (previous.isEmpty()) {
        days++;
      } else {
        long step = date.get().toEpochDay() - previous.get().toEpochDay();
        days += step == 0 ? 0 : 1;
        backwards += step < 0 ? 1 : 0;
        travelled += Math.abs(step);
      }
      previous = date;
    }

    boolean isBetterThan(Candidate other) {
      return invalid < other.invalid || (invalid == other.invalid && backwards < other.backwards);
    }
  }
}
