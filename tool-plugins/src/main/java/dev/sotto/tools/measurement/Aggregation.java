package dev.sotto.tools.measurement;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How several values of one day become one. Amounts are added; readings of a state (a pulse, a
 * weight, a temperature) are averaged; of a reading that only grows or is carried on (a balance, an
 * odometer) the day's last counts; a column that is itself a minimum or maximum keeps it. Told by
 * the name of the column in English, German, Portuguese or Chinese; what is not known is added.
 */
enum Aggregation {
  SUM,
  MEAN,
  LAST,
  MINIMUM,
  MAXIMUM;

  private static final Pattern LOWEST =
      Pattern.compile("(?:min|minimum|lowest|mínim[oa])[ _.-].+|最低.*|最小.*");
  private static final Pattern HIGHEST =
      Pattern.compile(
          "(?:max|maximum|highest|peak|máxim[oa])[ _.-].+|(?:.+[ _.-])?(?:max|maximum)|最高.*|最大.*");
  private static final Pattern CARRIED =
      Pattern.compile(
          ".*(?:balance|saldo|kontostand|odometer|kilometerstand|zählerstand|meter reading|"
              + "余额|結餘|里程表|读数).*");
  private static final Pattern STATE =
      Pattern.compile(
          ".*(?:\\b|_)(?:hr|hrv|rhr|heart|bpm|pulse?|puls|weight|gewicht|peso|temp|temperatur[ea]?|"
              + "spo2|oxygen|sauerstoff|pressure|blutdruck|pressão|systol\\p{L}*|diastol\\p{L}*|sys|dia|"
              + "avg|average|mean|mittel\\p{L}*|durchschnitt\\p{L}*|média|glucose|glukose|glicose|bmi|body["
              + " _]fat|körperfett|rate|pace|speed|tempo|score|level|percent|prozent|humidity|"
              + "luftfeuchte|mood|stimmung|price|preis|preço|frequência|frequenz|vo2)(?:\\b|_).*"
              + "|.*(?:%|心率|体重|體重|体温|體溫|血压|血壓|血氧|血糖|温度|平均|脉搏|价格).*");

  /** Returns how the values of a column of this name are put together. */
  static Aggregation of(String column) {
    String name = column.toLowerCase(Locale.ROOT);
    if (LOWEST.matcher(name).matches()) {
      return MINIMUM;
    }
    if (HIGHEST.matcher(name).matches()) {
      return MAXIMUM;
    }
    if (CARRIED.matcher(name).matches()) {
      return LAST;
    }
    return STATE.matcher(name).matches() ? MEAN : SUM;
  }
}
