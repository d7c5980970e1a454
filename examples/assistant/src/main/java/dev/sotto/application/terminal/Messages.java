package dev.sotto.application.terminal;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;

/** The program's own words in the person's language, English or Chinese. Immutable. */
public final class Messages {
  private final ResourceBundle bundle;
  private final Locale locale;

  private Messages(Locale locale) {
    this.locale = locale;
    this.bundle =
        ResourceBundle.getBundle(
            "dev.sotto.application.messages",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** Returns the messages for a language tag or POSIX locale name such as {@code zh_CN.UTF-8}. */
  public static Messages forLanguage(String language) {
    return new Messages(
        language.toLowerCase(Locale.ROOT).startsWith("zh") ? Locale.CHINESE : Locale.ENGLISH);
  }

  /**
   * Returns the messages that the environment asks for: {@code SOTTO_LANG}, else {@code LC_ALL},
   * {@code LC_MESSAGES}, {@code LANG}.
   */
  public static Messages of(Surroundings surroundings) {
    for (String variable : new String[] {"SOTTO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
      if (surroundings.variable(variable).isPresent()) {
        return forLanguage(surroundings.variable(variable).get());
      }
    }
    return forLanguage("en");
  }

  /** Returns the language. */
  public Locale locale() {
    return locale;
  }

  /** Returns the bundle itself, for the help of commands. */
  public ResourceBundle bundle() {
    return bundle;
  }

  /** Returns a message with its gaps filled; numbers are written without grouping. */
  public String of(String key, Object... gaps) {
    String pattern = bundle.getString(key);
    Object[] texts = new Object[gaps.length];
    for (int i = 0; i < gaps.length; i++) {
      texts[i] = String.valueOf(gaps[i]);
    }
    return new MessageFormat(pattern, locale).format(texts);
  }

  /** Returns a day as people write it. */
  public String day(Instant time, ZoneId zone) {
    return DateTimeFormatter.ofPattern(bundle.getString("date.day"), locale)
        .format(time.atZone(zone));
  }

  /** Returns a day and a time as people write them. */
  public String time(Instant time, ZoneId zone) {
    return DateTimeFormatter.ofPattern(bundle.getString("date.time"), locale)
        .format(time.atZone(zone));
  }

  @Override
  public String toString() {
    return "Messages[" + locale + "]";
  }
}
