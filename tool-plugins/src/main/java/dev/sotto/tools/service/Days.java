package dev.sotto.tools.service;

import dev.sotto.text.TextLanguage;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.LocalizedText;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A day in a request, and in words. */
public final class Days {
  /** The field named {@code day}: one of the years 2020 to 2049. */
  public static final Endpoint.Field FIELD =
      new Endpoint.Field(
          "day",
          new FieldForm.Day(LocalDate.of(2020, 1, 1), LocalDate.of(2049, 12, 31)),
          DataClass.DATE,
          new LocalizedText("day", "日期"));

  private static final DateTimeFormatter ENGLISH =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter CHINESE =
      DateTimeFormatter.ofPattern("uuuu年M月d日EEEE", Locale.CHINESE);

  private Days() {}

  /** Returns the day in words: {@code Tuesday, 1 December 2026}. */
  public static String shown(LocalDate day, TextLanguage language) {
    return day.format(language == TextLanguage.CHINESE ? CHINESE : ENGLISH);
  }
}
