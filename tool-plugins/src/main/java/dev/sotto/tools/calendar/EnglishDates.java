package dev.sotto.tools.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Days and times in the words of a record's text. Stateless. */
final class EnglishDates {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter WEEKDAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  private EnglishDates() {}

  /** Returns {@code 25 November 2026}. */
  static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** Returns {@code Wednesday 25 November 2026}. */
  static String weekday(LocalDate day) {
    return WEEKDAY.format(day);
  }

  /** Returns {@code 09:15}. */
  static String time(LocalDateTime time) {
    return TIME.format(time);
  }

  /** Returns {@code 09:15-10:00}, or with days where it lasts a day or longer. */
  static String span(LocalDateTime start, LocalDateTime end) {
    if (!end.isAfter(start)) {
      return time(start);
    }
    if (ChronoUnit.HOURS.between(start, end) < 24) {
      return time(start) + "-" + time(end);
    }
    return time(start)
        + " on "
        + day(start.toLocalDate())
        + " to "
        + time(end)
        + " on "
        + day(end.toLocalDate());
  }

  /** Returns the words joined as {@code a, b and c}. */
  static String list(List<String> words) {
    if (words.size() <= 1) {
      return String.join("", words);
    }
    return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }
}
