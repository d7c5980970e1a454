package dev.sotto.tools.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the dates of mail headers (RFC 5322, section 3.3, obsolete forms included) and of mbox
 * separators, with the mistakes that senders make. Years before 1970 or after 2099 count as
 * unreadable: they would put a mail at an end of every list by time.
 */
final class MailDate {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Map<String, Integer> ZONE_HOURS =
      Map.ofEntries(
          Map.entry("GMT", 0),
          Map.entry("UT", 0),
          Map.entry("UTC", 0),
          Map.entry("Z", 0),
          Map.entry("EST", -5),
          Map.entry("EDT", -4),
          Map.entry("CST", -6),
          Map.entry("CDT", -5),
          Map.entry("MST", -7),
          Map.entry("MDT", -6),
          Map.entry("PST", -8),
          Map.entry("PDT", -7),
          Map.entry("BST", 1),
          Map.entry("CET", 1),
          Map.entry("MET", 1),
          Map.entry("CEST", 2),
          Map.entry("MEST", 2),
          Map.entry("EET", 2),
          Map.entry("EEST", 3),
          Map.entry("JST", 9));
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?<!\\d)(?<day>\\d{1,2})[\\s-]{1,4}(?<month>[A-Za-z]{3})[a-z.]{0,8}[\\s-]{1,4}(?<year>\\d{4}|\\d{2}),?\\s{1,4}"
              + "(?<hour>\\d{1,2})[:.](?<minute>\\d{2})(?:[:.](?<second>\\d{2}))?"
              + "(?:\\s{0,4}(?<offset>[+-]\\d{2}:?\\d{2})|\\s{1,4}(?<zone>[A-Z]{1,5})\\b)?");
  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "(?<month>[A-Z][a-z]{2})\\s{1,4}(?<day>\\d{1,2})\\s{1,4}(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2}))?"
              + "(?:\\s{1,4}(?<offset>[+-]\\d{4})|\\s{1,4}(?<zone>[A-Z]{1,5}))?\\s{1,4}(?<year>\\d{4})");
  private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");
  private static final int MAX_CHARACTERS = 1_000;

  private MailDate() {}

  /** Returns the time that a header or separator names, in this zone where it names none. */
  static Optional<Instant> of(String text, ZoneId zone) {
    String bounded =
        text.length() <= MAX_CHARACTERS ? text : text.substring(text.length() - MAX_CHARACTERS);
    for (Pattern pattern : List.of(DAY_FIRST, MONTH_FIRST)) {
      Matcher matcher = pattern.matcher(bounded);
      if (matcher.find()) {
        return time(matcher, zone);
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> time(Matcher matcher, ZoneId zone) {
    int month = MONTHS.indexOf(matcher.group("month").toLowerCase(Locale.ROOT)) + 1;
    try {
      String second = matcher.group("second");
      LocalDateTime local =
          LocalDateTime.of(
              year(matcher.group("year")),
              month,
              Integer.parseInt(matcher.group("day")),
              Integer.parseInt(matcher.group("hour")),
              Integer.parseInt(matcher.group("minute")),
              second == null ? 0 : Math.min(59, Integer.parseInt(second)));
      Instant time = local.atZone(zone(matcher, zone)).toInstant();
      return time.isBefore(Instant.EPOCH) || !time.isBefore(END)
          ? Optional.empty()
          : Optional.of(time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int year(String digits) {
    int year = Integer.parseInt(digits);
    if (digits.length() == 4) {
      return year;
    }
    return year < 50 ? 2000 + year : 1900 + year;
  }

  private static ZoneId zone(Matcher matcher, ZoneId zone) {
    String offset = matcher.group("offset");
    if (offset != null) {
      return ZoneOffset.of(offset);
    }
    String name = matcher.group("zone");
    Integer hours = name == null ? null : ZONE_HOURS.get(name);
    return hours == null ? zone : ZoneOffset.ofHours(hours);
  }
}
