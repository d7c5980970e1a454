package dev.sotto.computed;

import dev.sotto.calendar.Occurrence;
import dev.sotto.time.TimeRange;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Words for days, times, numbers and lengths. */
final class Wording {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final Tongue tongue;
  private final Locale locale;

  Wording(Tongue tongue) {
    this.tongue = tongue;
    this.locale =
        switch (tongue) {
          case ENGLISH -> Locale.ENGLISH;
          case CHINESE -> Locale.SIMPLIFIED_CHINESE;
          case PORTUGUESE -> Locale.of("pt");
          case GERMAN -> Locale.GERMAN;
        };
  }

  String choose(String english, String chinese, String portuguese, String german) {
    return tongue.choose(english, chinese, portuguese, german);
  }

  String weekday(LocalDate day) {
    return day.getDayOfWeek().getDisplayName(TextStyle.FULL, locale);
  }

  private String month(LocalDate day) {
    return day.getMonth().getDisplayName(TextStyle.FULL, locale);
  }

  /** Returns a day without its weekday. */
  String plainDay(LocalDate day) {
    return switch (tongue) {
      case ENGLISH -> day.getDayOfMonth() + " " + month(day) + " " + day.getYear();
      case CHINESE -> day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
      case PORTUGUESE -> day.getDayOfMonth() + " de " + month(day) + " de " + day.getYear();
      case GERMAN -> day.getDayOfMonth() + ". " + month(day) + " " + day.getYear();
    };
  }

  /** Returns a day with its weekday. */
  String day(LocalDate day) {
    return switch (tongue) {
      case ENGLISH, PORTUGUESE, GERMAN -> weekday(day) + ", " + plainDay(day);
      case CHINESE -> plainDay(day) + "（" + weekday(day) + "）";
    };
  }

  /** Returns a day of any year. */
  String dayOfYear(MonthDay day) {
    LocalDate inLeapYear = day.atYear(2000);
    return switch (tongue) {
      case ENGLISH -> day.getDayOfMonth() + " " + month(inLeapYear);
      case CHINESE -> day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
      case PORTUGUESE -> day.getDayOfMonth() + " de " + month(inLeapYear);
      case GERMAN -> day.getDayOfMonth() + ". " + month(inLeapYear);
    };
  }

  String time(LocalTime time) {
    return time.format(TIME);
  }

  /** Returns a day and a time of day. */
  String moment(LocalDateTime moment) {
    String separator = tongue == Tongue.CHINESE ? "" : ", ";
    return day(moment.toLocalDate()) + separator + time(moment.toLocalTime());
  }

  /** Returns when an occurrence starts, for a whole day the day or days. */
  String start(Occurrence occurrence) {
    return occurrence.allDay() ? days(occurrence) : moment(occurrence.from());
  }

  private String days(Occurrence occurrence) {
    LocalDate first = occurrence.from().toLocalDate();
    LocalDate last = occurrence.until().minusNanos(1).toLocalDate();
    return first.equals(last) ? day(first) : from(day(first), day(last));
  }

  private String from(String first, String last) {
    return switch (tongue) {
      case ENGLISH -> first + " to " + last;
      case CHINESE -> first + "至" + last;
      case PORTUGUESE -> first + " a " + last;
      case GERMAN -> first + " bis " + last;
    };
  }

  /** Returns the times of day of an occurrence, as seen on a day; for a whole day these words. */
  String hours(Occurrence occurrence) {
    if (occurrence.allDay()) {
      return choose("all day", "全天", "o dia todo", "ganztägig");
    }
    String begin = time(occurrence.from().toLocalTime());
    if (occurrence.until().equals(occurrence.from())) {
      return begin;
    }
    String end = time(occurrence.until().toLocalTime());
    boolean sameDay =
        occurrence.from().toLocalDate().equals(occurrence.until().toLocalDate())
            || (occurrence.until().toLocalTime().equals(LocalTime.MIDNIGHT)
                && occurrence
                    .from()
                    .toLocalDate()
                    .plusDays(1)
                    .equals(occurrence.until().toLocalDate()));
    return sameDay ? begin + "-" + end : begin + " - " + moment(occurrence.until());
  }

  /** Returns a stretch of time as it was asked for. */
  String range(TimeRange range) {
    LocalDate first = range.from().toLocalDate();
    LocalDate last = range.until().minusNanos(1).toLocalDate();
    boolean wholeDays =
        range.from().toLocalTime().equals(LocalTime.MIDNIGHT)
            && range.until().toLocalTime().equals(LocalTime.MIDNIGHT);
    if (range.grain() == TimeRange.Grain.MINUTE) {
      return moment(range.from());
    }
    if (wholeDays && first.equals(last)) {
      return day(first);
    }
    if (range.grain() == TimeRange.Grain.MONTH
        && first.getDayOfMonth() == 1
        && range.until().toLocalDate().equals(first.plusMonths(1))) {
      return tongue == Tongue.CHINESE
          ? first.getYear() + "年" + first.getMonthValue() + "月"
          : month(first) + choose(" ", "", " de ", " ") + first.getYear();
    }
    if (wholeDays
        && range.grain() == TimeRange.Grain.YEAR
        && range.until().toLocalDate().equals(first.plusYears(1))) {
      return first.getYear() + choose("", "年", "", "");
    }
    if (wholeDays) {
      return from(day(first), day(last));
    }
    if (first.equals(last) || range.until().toLocalTime().isBefore(LocalTime.of(6, 1))) {
      return day(first)
          + choose(", ", "", ", ", ", ")
          + time(range.from().toLocalTime())
          + "-"
          + time(range.until().toLocalTime());
    }
    return from(moment(range.from()), moment(range.until()));
  }

  /** Returns so many of a unit. */
  String amount(long count, ChronoUnit unit) {
    return switch (tongue) {
      case ENGLISH -> count + " " + english(unit) + (count == 1 ? "" : "s");
      case CHINESE -> count + chinese(unit);
      case PORTUGUESE -> count + " " + portuguese(unit, count == 1);
      case GERMAN -> count + " " + german(unit, count == 1);
    };
  }

  private static String english(ChronoUnit unit) {
    return switch (unit) {
      case MINUTES -> "minute";
      case HOURS -> "hour";
      case WEEKS -> "week";
      case MONTHS -> "month";
      case YEARS -> "year";
      default -> "day";
    };
  }

  private static String chinese(ChronoUnit unit) {
    return switch (unit) {
      case MINUTES -> "分钟";
      case HOURS -> "小时";
      case WEEKS -> "周";
      case MONTHS -> "个月";
      case YEARS -> "年";
      default -> "天";
    };
  }

  private static String german(ChronoUnit unit, boolean one) {
    return switch (unit) {
      case MINUTES -> one ? "Minute" : "Minuten";
      case HOURS -> one ? "Stunde" : "Stunden";
      case WEEKS -> one ? "Woche" : "Wochen";
      case MONTHS -> one ? "Monat" : "Monate";
      case YEARS -> one ? "Jahr" : "Jahre";
      default -> one ? "Tag" : "Tage";
    };
  }

  private static String portuguese(ChronoUnit unit, boolean one) {
    return switch (unit) {
      case MINUTES -> one ? "minuto" : "minutos";
      case HOURS -> one ? "hora" : "horas";
      case WEEKS -> one ? "semana" : "semanas";
      case MONTHS -> one ? "mês" : "meses";
      case YEARS -> one ? "ano" : "anos";
      default -> one ? "dia" : "dias";
    };
  }

  private String and() {
    return choose(" and ", "零", " e ", " und ");
  }

  /** Returns the length between two days in a unit, with what is left over in days. */
  String between(LocalDate from, LocalDate until, ChronoUnit unit) {
    long days = ChronoUnit.DAYS.between(from, until);
    return switch (unit) {
      case WEEKS -> {
        long rest = days % 7;
        yield rest == 0
            ? amount(days / 7, ChronoUnit.WEEKS)
            : parts(days / 7, ChronoUnit.WEEKS, rest) + inDays(days);
      }
      case MONTHS -> {
        long months = Period.between(from, until).toTotalMonths();
        long rest = ChronoUnit.DAYS.between(from.plusMonths(months), until);
        yield rest == 0
            ? amount(months, ChronoUnit.MONTHS)
            : parts(months, ChronoUnit.MONTHS, rest) + inDays(days);
      }
      case YEARS -> {
        long years = Period.between(from, until).getYears();
        LocalDate anniversary = from.plusYears(years);
        yield anniversary.equals(until)
            ? amount(years, ChronoUnit.YEARS)
            : (years == 0 ? "" : amount(years, ChronoUnit.YEARS) + and())
                + between(anniversary, until, ChronoUnit.MONTHS);
      }
      default -> amount(days, ChronoUnit.DAYS);
    };
  }

  private String parts(long count, ChronoUnit unit, long restInDays) {
    return (count == 0 ? "" : amount(count, unit) + and()) + amount(restInDays, ChronoUnit.DAYS);
  }

  private String inDays(long days) {
    return choose(" (", "（", " (", " (")
        + amount(days, ChronoUnit.DAYS)
        + choose(")", "）", ")", ")");
  }

  /** Returns a length in hours and minutes. */
  String length(Duration length) {
    long hours = length.toHours();
    long minutes = length.toMinutesPart();
    if (hours == 0) {
      return amount(minutes, ChronoUnit.MINUTES);
    }
    return amount(hours, ChronoUnit.HOURS)
        + (minutes == 0 ? "" : choose(" ", "", " e ", " ") + amount(minutes, ChronoUnit.MINUTES));
  }

  /** Returns a number with at most two places after the point. */
  static String number(double value) {
    double rounded = Math.rint(value * 100) / 100;
    if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15) {
      return Long.toString((long) rounded);
    }
    String text = String.format(Locale.ROOT, "%.2f", rounded);
    return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }

  /** Joins the parts of a list. */
  String list(List<String> parts) {
    if (tongue == Tongue.CHINESE) {
      return String.join("；", parts);
    }
    if (parts.size() == 2) {
      return parts.getFirst() + choose(" and ", "", " e ", " und ") + parts.getLast();
    }
    return String.join("; ", parts);
  }

  /** Returns a sentence with its full stop. */
  String sentence(String words) {
    return words + choose(".", "。", ".", ".");
  }

  String colon() {
    return choose(": ", "：", ": ", ": ");
  }

  /** Returns words in quotation marks. */
  String quoted(String words) {
    return "“" + words + "”";
  }

  @Override
  public String toString() {
    return "Wording[" + tongue + "]";
  }
}
