package dev.sotto.tools.chat.whatsapp;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The date and time with which a message begins, in any of the forms that phones give it. Which of
 * its numbers is the day is not known from one line.
 *
 * @param style how it is written
 * @param first the first number of the date
 * @param second the second, a month where the month has a name
 * @param third the third
 * @param time the time of day
 * @param padded whether a day or month has a leading zero
 * @param clock how the time says morning or evening
 * @param end where in the line what follows it begins
 */
record LineStamp(
    StampStyle style,
    int first,
    int second,
    int third,
    LocalTime time,
    boolean padded,
    Clock clock,
    int end) {
  /** How a time of day is written. */
  enum Clock {
    HOURS_24,
    /** {@code AM} and {@code PM} in capitals. */
    CAPITAL_AM_PM,
    /** Another word for the part of the day. */
    OTHER_12_HOURS
  }

  private static final int MAX_CHARACTERS = 120;
  private static final int FIRST_YEAR = 2009;
  private static final int LAST_YEAR = 2099;

  private static final String SPACE = "[ \\t\\u00a0\\u2009\\u202f]";
  private static final String MARKS =
      "[\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069\\ufeff]*+";
  private static final String DAY_PART =
      "(?:[AaPp]\\.?"
          + SPACE
          + "?[Mm]\\.?|上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|夜里|夜间|深夜|半夜|午前|午後|오전|오후"
          + "|vorm\\.|nachm\\.|da manhã|da tarde|da noite|da madrugada|manhã|tarde|noite)";
  private static final String TIME =
      MARKS
          + "[,，、،]?"
          + SPACE
          + "*+(?:(?:às|as|um|at|a las|à|klo|kl\\.)"
          + SPACE
          + "++)?"
          + MARKS
          + "(?<before>"
          + DAY_PART
          + ")?"
          + SPACE
          + "*+(?<hour>\\p{Nd}{1,2})[:.hH时時点點](?<minute>\\p{Nd}{2})(?:[:.分](?<second>\\p{Nd}{2}))?+"
          + "[分秒]?"
          + MARKS
          + "(?:"
          + SPACE
          + "*+(?<after>"
          + DAY_PART
          + "))?"
          + MARKS
          + "(?:(?<close>\\])"
          + SPACE
          + "?|"
          + SPACE
          + "++(?<dash>[-\u2013\u2014])(?:"
          + SPACE
          + "|$)|:"
          + SPACE
          + ")";
  private static final Pattern NUMBERS =
      Pattern.compile(
          MARKS
              + "(?<bracket>\\[)?+"
              + MARKS
              + "(?<a>\\p{Nd}{1,4})"
              + SPACE
              + "?(?<separator>[./年-])"
              + SPACE
              + "?(?<b>\\p{Nd}{1,2})"
              + SPACE
              + "?(?<separator2>[./月-])"
              + SPACE
              + "?(?<c>\\p{Nd}{1,4})[日.]?"
              + TIME);
  private static final Pattern NAMED_MONTH =
      Pattern.compile(
          MARKS
              + "(?<bracket>\\[)?+"
              + MARKS
              + "(?:(?<a>\\p{Nd}{1,2})\\.?(?: de)?[ -](?<month>\\p{L}{3,12})\\.?,?(?: de)?[ -]"
              + "|(?<month2>\\p{L}{3,12})\\.? (?<a2>\\p{Nd}{1,2}),? )(?<c>\\p{Nd}{4})"
              + TIME);

  private static final Map<String, Integer> GROUPS = NUMBERS.namedGroups();
  private static final Map<String, Integer> NAMED_MONTH_GROUPS = NAMED_MONTH.namedGroups();

  private static final Map<String, Integer> MONTHS =
      Map.ofEntries(
          Map.entry("jan", 1),
          Map.entry("jän", 1),
          Map.entry("feb", 2),
          Map.entry("fev", 2),
          Map.entry("mar", 3),
          Map.entry("mär", 3),
          Map.entry("apr", 4),
          Map.entry("abr", 4),
          Map.entry("may", 5),
          Map.entry("mai", 5),
          Map.entry("jun", 6),
          Map.entry("jul", 7),
          Map.entry("aug", 8),
          Map.entry("ago", 8),
          Map.entry("sep", 9),
          Map.entry("set", 9),
          Map.entry("oct", 10),
          Map.entry("okt", 10),
          Map.entry("out", 10),
          Map.entry("nov", 11),
          Map.entry("dec", 12),
          Map.entry("dez", 12));
  private static final Set<String> AFTERNOON =
      Set.of(
          "下午",
          "傍晚",
          "晚上",
          "夜里",
          "夜间",
          "深夜",
          "午後",
          "오후",
          "nachm.",
          "da tarde",
          "da noite",
          "tarde",
          "noite");

  /** Returns the stamp with which a line begins. */
  static Optional<LineStamp> of(String line) {
    if (!mayBegin(line)) {
      return Optional.empty();
    }
    int bound = Math.min(line.length(), MAX_CHARACTERS);
    Matcher numbers = NUMBERS.matcher(line).region(0, bound);
    if (numbers.lookingAt()) {
      return ofNumbers(numbers);
    }
    Matcher named = NAMED_MONTH.matcher(line).region(0, bound);
    return named.lookingAt() ? ofNamedMonth(named) : Optional.empty();
  }

  private static boolean mayBegin(String line) {
    int bound = Math.min(line.length(), 8);
    for (int i = 0; i < bound; i++) {
      char c = line.charAt(i);
      if (Character.isDigit(c) || c == '[') {
        return true;
      }
      if (Character.isLetter(c)) {
        return line.length() >= 16 && MONTHS.containsKey(monthStem(line.substring(i)));
      }
    }
    return false;
  }

  private static Optional<LineStamp> ofNumbers(Matcher matcher) {
    char separator = required(matcher, "separator").charAt(0);
    char separator2 = required(matcher, "separator2").charAt(0);
    if (separator2 != (separator == '年' ? '月' : separator)) {
      return Optional.empty();
    }
    String a = required(matcher, "a");
    String b = required(matcher, "b");
    String c = required(matcher, "c");
    StampStyle.Form form;
    if (a.length() == 4 && c.length() <= 2) {
      form = StampStyle.Form.YEAR_FIRST;
    } else if (a.length() <= 2 && c.length() == 4 && separator != '年') {
      form = StampStyle.Form.YEAR_LAST;
    } else if (a.length() <= 2 && c.length() <= 2) {
      form = separator == '年' ? StampStyle.Form.YEAR_FIRST : StampStyle.Form.SHORT;
    } else {
      return Optional.empty();
    }
    boolean yearFirst = form == StampStyle.Form.YEAR_FIRST;
    boolean padded = (!yearFirst && isPadded(a)) || isPadded(b) || (yearFirst && isPadded(c));
    return finished(matcher, form, separator, number(a), number(b), number(c), padded);
  }

  private static Optional<LineStamp> ofNamedMonth(Matcher matcher) {
    String name = required(matcher, group(matcher, "month") != null ? "month" : "month2");
    Integer month = MONTHS.get(monthStem(name));
    if (month == null) {
      return Optional.empty();
    }
    String day = required(matcher, group(matcher, "a") != null ? "a" : "a2");
    return finished(
        matcher,
        StampStyle.Form.NAMED_MONTH,
        ' ',
        number(day),
        month,
        number(required(matcher, "c")),
        false);
  }

  private static Optional<LineStamp> finished(
      Matcher matcher,
      StampStyle.Form form,
      char separator,
      int first,
      int second,
      int third,
      boolean padded) {
    StampStyle.Frame frame =
        group(matcher, "close") != null
            ? StampStyle.Frame.BRACKETS
            : group(matcher, "dash") != null ? StampStyle.Frame.DASH : StampStyle.Frame.COLON;
    boolean opened = group(matcher, "bracket") != null;
    Optional<LocalTime> time = time(matcher);
    if (time.isEmpty()
        || opened != (frame == StampStyle.Frame.BRACKETS)
        || (frame == StampStyle.Frame.COLON && group(matcher, "second") == null)) {
      return Optional.empty();
    }
    return Optional.of(
        new LineStamp(
            new StampStyle(frame, form, separator),
            first,
            second,
            third,
            time.get(),
            padded,
            clock(dayPart(matcher)),
            matcher.end()));
  }

  /** Returns the date in this order, or empty if there is no such day. */
  Optional<LocalDate> date(DateOrder order) {
    int year;
    int month;
    int day;
    if (style.form() == StampStyle.Form.YEAR_FIRST
        || (style.form() == StampStyle.Form.SHORT && order == DateOrder.YEAR_FIRST)) {
      year = first;
      month = second;
      day = third;
    } else {
      boolean monthFirst =
          order == DateOrder.MONTH_FIRST && style.form() != StampStyle.Form.NAMED_MONTH;
      year = third;
      month = monthFirst ? first : second;
      day = monthFirst ? second : first;
    }
    int fullYear = year < 100 ? 2000 + year : year;
    if (fullYear < FIRST_YEAR || fullYear > LAST_YEAR) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.of(fullYear, month, day));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<LocalTime> time(Matcher matcher) {
    int hour = number(required(matcher, "hour"));
    int minute = number(required(matcher, "minute"));
    String seconds = group(matcher, "second");
    int second = seconds == null ? 0 : number(seconds);
    String dayPart = dayPart(matcher);
    if (dayPart != null && hour <= 12) {
      hour = hour(hour, dayPart);
    }
    if (hour == 24 && minute == 0) {
      hour = 0;
    }
    return hour > 23 || minute > 59 || second > 59
        ? Optional.empty()
        : Optional.of(LocalTime.of(hour, minute, second));
  }

  private static int hour(int hour, String dayPart) {
    if (dayPart.equals("中午")) {
      return hour <= 4 ? hour + 12 : hour;
    }
    boolean afternoon =
        AFTERNOON.contains(dayPart) || Character.toLowerCase(dayPart.charAt(0)) == 'p';
    if (afternoon) {
      boolean night = dayPart.equals("晚上") || dayPart.startsWith("夜") || dayPart.equals("深夜");
      return hour == 12 ? (night ? 0 : 12) : night && hour < 5 ? hour : hour + 12;
    }
    return hour == 12 ? 0 : hour;
  }

  private static @Nullable String group(Matcher matcher, String name) {
    Integer number = (matcher.pattern() == NUMBERS ? GROUPS : NAMED_MONTH_GROUPS).get(name);
    return number == null ? null : matcher.group(number);
  }

  private static String required(Matcher matcher, String name) {
    return Objects.requireNonNull(group(matcher, name));
  }

  private static @Nullable String dayPart(Matcher matcher) {
    String before = group(matcher, "before");
    return before != null ? before : group(matcher, "after");
  }

  private static Clock clock(@Nullable String dayPart) {
    if (dayPart == null) {
      return Clock.HOURS_24;
    }
    return dayPart.equals("AM") || dayPart.equals("PM")
        ? Clock.CAPITAL_AM_PM
        : Clock.OTHER_12_HOURS;
  }

  private static String monthStem(String name) {
    return name.substring(0, Math.min(3, name.length())).toLowerCase(Locale.ROOT);
  }

  private static boolean isPadded(String number) {
    return number.length() == 2 && Character.digit(number.charAt(0), 10) == 0;
  }

  private static int number(String digits) {
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = 10 * value + Character.digit(digits.charAt(i), 10);
    }
    return value;
  }

  @Override
  public String toString() {
    return "LineStamp[" + style + "]";
  }
}
