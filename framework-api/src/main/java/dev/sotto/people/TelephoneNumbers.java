package dev.sotto.people;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Brings telephone numbers to the form {@code +} country code and number (ITU-T E.164), so that
 * {@code 0171 392 0011}, {@code +49 (0)171 3920011} and {@code 0049-171-3920011} are one. A number
 * without a country code belongs to the country that most international numbers known here have.
 * Immutable.
 *
 * <p>It knows how long country codes are and that a national number may begin with a trunk 0, not
 * each country's dialling plan: a wrong number stays wrong, and of a country that keeps its 0 both
 * forms may stay apart.
 */
final class TelephoneNumbers {
  private static final int MIN_DIGITS = 7;
  private static final int MAX_DIGITS = 15;
  private static final int MIN_WITH_COUNTRY = 11;
  private static final Pattern SHAPE =
      Pattern.compile("\\+?[\\d\\s\\p{Z}()/.\\-\u2010-\u2015\u202a-\u202c\u200e]{7,40}");
  private static final Pattern EXTENSION =
      Pattern.compile("(?i)\\s*(?:;ext=|ext\\.?|x|durchwahl|分机|转)\\s*\\d{1,6}\\s*$");
  private static final Set<String> KEEPS_LEADING_ZERO = Set.of("39", "378", "379");
  private static final Set<String> TWO_DIGITS =
      Set.of(
          "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
          "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
          "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98");

  private final String country;

  private TelephoneNumbers(String country) {
    this.country = country;
  }

  /** Returns the form for somebody who knows these numbers. */
  static TelephoneNumbers knowing(Collection<String> numbers) {
    Map<String, Integer> countries = new HashMap<>();
    for (String number : numbers) {
      String digits = digits(number);
      if (digits.startsWith("+") && digits.length() > MIN_DIGITS) {
        countries.merge(countryOf(digits.substring(1)), 1, Integer::sum);
      }
    }
    return new TelephoneNumbers(
        countries.entrySet().stream()
            .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .orElse(""));
  }

  /** Returns whether a text is a telephone number and nothing else. */
  static boolean isNumber(String text) {
    String plain = plain(text);
    long digits = plain.chars().filter(Character::isDigit).count();
    return digits >= MIN_DIGITS && digits <= MAX_DIGITS + 2 && SHAPE.matcher(plain).matches();
  }

  /** Returns the comparable form; empty for what is too short or long to tell persons apart. */
  Optional<String> normal(String number) {
    String digits = digits(number);
    if (digits.startsWith("+")) {
      return bounded(digits.substring(1), "+");
    }
    if (digits.startsWith("0")) {
      boolean keeps = country.isEmpty() || KEEPS_LEADING_ZERO.contains(country);
      String national = keeps ? digits : digits.replaceFirst("^0+", "");
      return bounded(country + national, country.isEmpty() ? "" : "+");
    }
    boolean hasCountry =
        !country.isEmpty() && digits.startsWith(country) && digits.length() >= MIN_WITH_COUNTRY;
    return country.isEmpty()
        ? bounded(digits, "")
        : bounded(hasCountry ? digits : country + digits, "+");
  }

  private static Optional<String> bounded(String digits, String sign) {
    return digits.length() >= MIN_DIGITS && digits.length() <= MAX_DIGITS
        ? Optional.of(sign + digits)
        : Optional.empty();
  }

  private static String plain(String number) {
    String plain = number.strip();
    if (plain.regionMatches(true, 0, "tel:", 0, 4)) {
      plain = plain.substring(4);
    }
    return EXTENSION.matcher(plain).replaceFirst("").strip();
  }

  private static String digits(String number) {
    String plain = plain(number).replace("(0)", "");
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '+' && digits.isEmpty()) {
        digits.append(c);
      } else if (Character.isDigit(c)) {
        digits.append(Character.digit(c, 10));
      }
    }
    String result = digits.toString();
    return result.startsWith("00") ? "+" + result.substring(2) : result;
  }

  private static String countryOf(String digits) {
    if (digits.startsWith("1") || digits.startsWith("7")) {
      return digits.substring(0, 1);
    }
    return TWO_DIGITS.contains(digits.substring(0, 2))
        ? digits.substring(0, 2)
        : digits.substring(0, 3);
  }

  @Override
  public String toString() {
    return "TelephoneNumbers[" + (country.isEmpty() ? "no country" : "+" + country) + "]";
  }
}
