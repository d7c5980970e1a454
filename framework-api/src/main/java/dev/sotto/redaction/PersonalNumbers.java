package dev.sotto.redaction;

import dev.sotto.consent.Redactor.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Mail addresses, telephone numbers, bank accounts, payment cards and numbers of identity
 * documents, by their form. IBAN: ISO 13616 with its check by 97 (ISO/IEC 7064); cards: the check
 * of ISO/IEC 7812-1 annex B; Chinese identity numbers: GB 11643. Stateless.
 *
 * <p>A telephone number begins with a plus sign, a nought or a parenthesis, has a form usual in
 * China, Portugal or North America, or stands behind a word for it. A document's number stands
 * behind a word for it, unless its own form tells it.
 */
final class PersonalNumbers {
  private static final Pattern MAIL =
      Pattern.compile(
          "LETTER(?:LETTER|[._%+\\-]){0,63}[@＠](?:(?:LETTER|-){1,63}\\.){1,5}LETTER{2,20}"
              .replace("LETTER", "[\\p{L}\\p{N}&&[^\\p{IsHan}]]"));
  private static final Pattern IBAN =
      Pattern.compile(
          "(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[ \\-]?[A-Za-z0-9]{4}){2,7}(?:["
              + " \\-]?[A-Za-z0-9]{1,4})?(?![A-Za-z0-9])");
  private static final Pattern CALLED_IBAN =
      Pattern.compile("(?i)IBAN\\W{0,5}([A-Z]{2}[0-9]{2}(?:[ \\-]?[A-Z0-9]{2,4}){2,8})");
  private static final Pattern CARD =
      Pattern.compile("(?<![0-9\\-])[2-6][0-9]{3}(?:[ \\-]?[0-9]){9,15}(?![0-9\\-])");
  private static final String SEPARATED = "[0-9](?:[ .\\-/()\u2010-\u2015]{0,2}[0-9]){6,14}";
  private static final Pattern TELEPHONE =
      Pattern.compile(
          "(?<![0-9A-Za-z.,\\-/+])(?:[+＋]\\s?|\\(?0|\\(\\+)" + SEPARATED + "(?![0-9A-Za-z])");
  private static final Pattern NATIONAL_TELEPHONE =
      Pattern.compile(
          "(?<![0-9A-Za-z.,\\-/+])(?:"
              + "1[3-9][0-9](?:[ \\-]?[0-9]{4}){2}"
              + "|(?:2[1-9]|9[1236])[0-9](?:[ .\\-]?[0-9]{3}){2}"
              + "|(?:2[1-9]|9[1236])(?: [0-9]{2,3}){3}"
              + "|\\(?[2-9][0-9]{2}\\)?[ .\\-][0-9]{3}[ .\\-][0-9]{4}"
              + ")(?![0-9A-Za-z.,\\-/]*[0-9])");
  private static final Pattern CALLED_TELEPHONE =
      Pattern.compile(
          "(?iu)(?:phone|tel\\.?|telephone|mobile|cell|call|ring|text|whatsapp|fax|telefon|handy|rufnummer"
              + "|nummer|anrufen|telefone|telemóvel|telemovel|número|ligar|电话|手机|号码|拨打|拨|微信)"
              + "[^0-9\\n]{0,14}?([+＋(]?"
              + SEPARATED.replace("{6,14}", "{5,14}")
              + ")(?![0-9A-Za-z])");
  private static final Pattern DATE =
      Pattern.compile(
          "[0-9]{4}[.\\-/][0-9]{1,2}[.\\-/][0-9]{1,2}|[0-9]{1,2}[.\\-/][0-9]{1,2}[.\\-/][0-9]{2,4}.*");
  private static final Pattern CALLED_DOCUMENT =
      Pattern.compile(
          "(?iu)(?:passport|pass(?:nummer| number|"
              + " no)|reisepass\\w*|personalausweis\\w*|ausweis\\w*|identity card|id card|id"
              + " number|driving licen[cs]e|social security|national insurance|tax"
              + " id|steuer-?id\\w*|führerschein\\w*|sozialversicherungs\\w*|passaporte|cartão de"
              + " cidadão|bilhete de identidade|carta de"
              + " condução|contribuinte|\\bnif\\b|\\bcpf\\b|护照|身份证|证件|驾照|驾驶证|通行证|社保)[^0-9\\n]{0,24}?((?-i:(?<![A-Za-z])[A-Z]{0,3}"
              + " ?[0-9][0-9A-Z]{2,16}(?:["
              + " .\\-](?=[0-9A-Z]*[0-9])[0-9A-Z]{1,6}){0,4}))(?![0-9A-Za-z])");
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "(?<![0-9A-Za-z\\-])(?:[0-9]{3}-[0-9]{2}-[0-9]{4}|[EGDSPH][A-Z]?[0-9]{7,8}|[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}|[A-CEGHJ-PR-TW-Z]{2}"
              + " ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D])(?![0-9A-Za-z\\-])");
  private static final Pattern CHINESE_IDENTITY =
      Pattern.compile(
          "(?<![0-9A-Za-z])[1-9][0-9]{5}[ ]?(?:18|19|20)[0-9]{2}[0-9]{4}["
              + " ]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])");
  private static final int[] GB_11643_WEIGHTS = {
    7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
  };
  private static final String GB_11643_DIGITS = "10X98765432";
  private static final int SHORTEST_DOCUMENT = 5;

  private PersonalNumbers() {}

  /** Returns where they stand; places may overlap. */
  static List<Span> in(String text) {
    List<Span> spans = new ArrayList<>();
    spans.addAll(Spans.of(MAIL, text, Kind.MAIL_ADDRESS));
    Spans.of(IBAN, text, Kind.BANK_ACCOUNT).forEach(span -> iban(text, span).ifPresent(spans::add));
    spans.addAll(Spans.of(CALLED_IBAN, text, Kind.BANK_ACCOUNT));
    spans.addAll(Spans.of(CARD, text, Kind.CARD_NUMBER, PersonalNumbers::isCard));
    spans.addAll(
        Spans.of(CHINESE_IDENTITY, text, Kind.IDENTITY_DOCUMENT, PersonalNumbers::isIdentity));
    spans.addAll(Spans.of(DOCUMENT, text, Kind.IDENTITY_DOCUMENT));
    spans.addAll(
        Spans.of(
            CALLED_DOCUMENT,
            text,
            Kind.IDENTITY_DOCUMENT,
            number -> digits(number).length() >= SHORTEST_DOCUMENT));
    spans.addAll(Spans.of(TELEPHONE, text, Kind.TELEPHONE_NUMBER, PersonalNumbers::isNoDate));
    spans.addAll(
        Spans.of(NATIONAL_TELEPHONE, text, Kind.TELEPHONE_NUMBER, PersonalNumbers::isNoDate));
    spans.addAll(
        Spans.of(CALLED_TELEPHONE, text, Kind.TELEPHONE_NUMBER, PersonalNumbers::isNoDate));
    return spans;
  }

  /** Returns the longest beginning of a place that is an IBAN: a word may follow it. */
  private static Optional<Span> iban(String text, Span span) {
    int end = span.end();
    while (end > span.start() && !isIban(text.substring(span.start(), end))) {
      end = Math.max(text.lastIndexOf(' ', end - 1), text.lastIndexOf('-', end - 1));
    }
    return end > span.start()
        ? Optional.of(new Span(span.start(), end, Kind.BANK_ACCOUNT))
        : Optional.empty();
  }

  private static String digits(String text) {
    return text.replaceAll("[^0-9]", "");
  }

  private static boolean isNoDate(String text) {
    return !DATE.matcher(text).matches();
  }

  /** Returns whether the check of ISO 13616 holds. */
  static boolean isIban(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
    if (plain.length() < 15 || plain.length() > 34) {
      return false;
    }
    int remainder = 0;
    for (char c : (plain.substring(4) + plain.substring(0, 4)).toCharArray()) {
      int value = Character.digit(c, 36);
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder == 1;
  }

  /** Returns whether the check of ISO/IEC 7812-1 holds. */
  static boolean isCard(String text) {
    String digits = digits(text);
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 1 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return digits.length() >= 13 && digits.length() <= 19 && sum % 10 == 0;
  }

  /** Returns whether the check of GB 11643 holds. */
  static boolean isIdentity(String text) {
    String plain = text.replace(" ", "").toUpperCase(Locale.ROOT);
    int sum = 0;
    for (int i = 0; i < GB_11643_WEIGHTS.length; i++) {
      sum += (plain.charAt(i) - '0') * GB_11643_WEIGHTS[i];
    }
    return plain.charAt(GB_11643_WEIGHTS.length) == GB_11643_DIGITS.charAt(sum % 11);
  }
}
