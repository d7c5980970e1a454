package dev.sotto.tools.measurement;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the days of one column, in the order in which the column writes day, month and year. A time
 * of day behind the date is skipped; where it is in UTC, the day is that of the person's zone.
 */
final class DayReader {
  /** In which order a date names its parts. */
  enum Order {
    YEAR_FIRST,
    DAY_FIRST,
    MONTH_FIRST
  }

  private static final int MAX_CHARACTERS = 48;
  private static final String WEEKDAY = "(?:\\p{L}{2,14}[.,]{0,2}\\s+)?";
  private static final String REST =
      "(?:[T ,]\\s*(?<hour>\\d{1,2})[:.](?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:[.,]\\d{1,9})?)?"
          + "\\s*(?<half>[AaPp]\\.?[Mm]\\.?)?\\s*(?<offset>Z|UTC|GMT|[+-]\\d\\d:?\\d\\d)?)?"
          + "(?:\\s*\\(?(?:星期|周|週).\\)?)?";
  private static final Pattern YEAR_FIRST =
      Pattern.compile(
          WEEKDAY + "(?<y>(?:19|20)\\d\\d)(?<s>[-/. ]?)(?<m>\\d{1,2})\\k<s>(?<d>\\d{1,2})" + REST);
  private static final Pattern CHINESE =
      Pattern.compile("(?<y>(?:19|20)\\d\\d)年(?<m>\\d{1,2})月(?<d>\\d{1,2})[日号號]?" + REST);
  private static final Pattern YEAR_LAST =
      Pattern.compile(
          WEEKDAY
              + "(?<a>\\d{1,2})(?<s>[-/.])\\s?(?<b>\\d{1,2})\\k<s>\\s?(?<y>\\d{4}|\\d\\d)"
              + REST);
  private static final Pattern NAMED_DAY_FIRST =
      Pattern.compile(
          WEEKDAY
              + "(?<d>\\d{1,2})(?:st|nd|rd|th|\\.)?[- ]+(?:de )?(?<m>\\p{L}{3,12})\\.?,?"
              + "[- ]+(?:de )?(?<y>\\d{4})"
              + REST);
  private static final Pattern NAMED_MONTH_FIRST =
      Pattern.compile(
          WEEKDAY
              + "(?<m>\\p{L}{3,12})\\.?[- ]+(?<d>\\d{1,2})(?:st|nd|rd|th)?,?[- ]+(?<y>\\d{4})"
              + REST);
  private static final Map<String, Month> MONTHS = months();

  private final Order order;
  private final ZoneId zone;

  DayReader(Order order, ZoneId zone) {
    this.order = order;
    this.zone = zone;
  }

  /** Returns the day that a field names, if it is a date in this order. */
  Optional<LocalDate> read(String field) {
    if (field.length() < 6
        || field.length() > MAX_CHARACTERS
        || !Character.isLetterOrDigit(field.charAt(0))) {
      return Optional.empty();
    }
    if (order == Order.YEAR_FIRST) {
      return dated(YEAR_FIRST.matcher(field), "y", "m", "d")
          .or(() -> dated(CHINESE.matcher(field), "y", "m", "d"));
    }
    boolean dayFirst = order == Order.DAY_FIRST;
    return dated(YEAR_LAST.matcher(field), "y", dayFirst ? "b" : "a", dayFirst ? "a" : "b")
        .or(() ->
            dated((dayFirst ? NAMED_DAY_FIRST : NAMED_MONTH_FIRST).matcher(field), "y", "m", "d"));
  }

  /** Tells whether a date has a time of day with AM or PM. */
  static boolean hasHalfDay(String field) {
    Matcher matcher = YEAR_LAST.matcher(field);
    return matcher.matches() && matcher.group("half") != null;
  }

  private Optional<LocalDate> dated(Matcher matcher, String year, String month, String day) {
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate date =
          LocalDate.of(
              year(matcher.group(year)),
              month(matcher.group(month)),
              Integer.parseInt(matcher.group(day)));
      return Optional.of(inZone(date, matcher));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private LocalDate inZone(LocalDate date, Matcher matcher) {
    String offset = matcher.group("offset");
    if (offset == null || !(offset.equals("Z") || offset.equals("UTC") || offset.equals("GMT"))) {
      return date;
    }
    String second = matcher.group("second");
    Instant instant =
        date.atTime(
                LocalTime.of(
                    Integer.parseInt(matcher.group("hour")),
                    Integer.parseInt(matcher.group("minute")),
                    second == null ? 0 : Integer.parseInt(second)))
            .toInstant(ZoneOffset.UTC);
    return instant.atZone(zone).toLocalDate();
  }

  private static int year(String digits) {
    int year = Integer.parseInt(digits);
    if (digits.length() == 4) {
      if (year < 1900 || year > 2199) {
        throw new DateTimeException("No year of a life");
      }
      return year;
    }
    return year < 70 ? 2000 + year : 1900 + year;
  }

  private static Month month(String name) {
    if (Character.isDigit(name.charAt(0))) {
      return Month.of(Integer.parseInt(name));
    }
    Month month = MONTHS.get(name.toLowerCase(Locale.ROOT));
    if (month == null) {
      throw new DateTimeException("No name of a month");
    }
    return month;
  }

  private static Map<String, Month> months() {
    Map<String, Month> months = new HashMap<>();
    for (String language : List.of("en", "de", "pt", "es", "fr", "it", "nl")) {
      Locale locale = Locale.of(language);
      for (Month month : Month.values()) {
        for (TextStyle style :
            List.of(
                TextStyle.FULL,
                TextStyle.FULL_STANDALONE,
                TextStyle.SHORT,
                TextStyle.SHORT_STANDALONE)) {
          String name = month.getDisplayName(style, locale).toLowerCase(locale).replace(".", "");
          months.putIfAbsent(name, month);
        }
      }
    }
    months.putIfAbsent("sept", Month.SEPTEMBER);
    months.putIfAbsent("mär", Month.MARCH);
    return Map.copyOf(months);
  }
}
