package dev.sotto.redaction;

import dev.sotto.consent.Redactor.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Street and number in the forms usual in English, German, Portuguese and Chinese, with what
 * follows of flat, postcode and town. A street without a number is a place like any other and
 * stays. Stateless.
 */
final class PostalAddresses {
  private static final String NAME = "[\\p{Lu}][\\p{L}'’.\\-]*";
  private static final Pattern ENGLISH =
      Pattern.compile(
          "(?U)(?<![\\p{L}\\p{N}])(?:(?i:flat|apartment|apt\\.?|unit|suite) ?[0-9]{1,4}[A-Za-z]?,?"
              + " )?[0-9]{1,5}[A-Za-z]? (?:(?:[NSEW]\\.?|North|South|East|West)"
              + " )?(?:[\\p{L}0-9'’.\\-]{2,20} ){1,4}?"
              + "(?i:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|square|sq|place|pl|close|way|terrace"
              + "|crescent|boulevard|blvd|gardens|row|mews|parkway|walk)(?![\\p{L}])\\.?(?:,?"
              + " (?i:flat|apartment|apt\\.?|unit|suite|#) ?[0-9]{1,4}[A-Za-z]?)?(?:,? "
              + NAME
              + "(?: "
              + NAME
              + ")?,? (?:[A-Z]{2} [0-9]{5}(?:-[0-9]{4})?|[A-Z]{1,2}[0-9][A-Z0-9]?"
              + " ?[0-9][A-Z]{2}))?");
  private static final Pattern POSTCODE =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:[A-Z]{1,2}[0-9][A-Z0-9]?"
              + " [0-9][A-Z]{2}|[0-9]{4}-[0-9]{3})(?![A-Za-z0-9\\-])");
  private static final Pattern GERMAN =
      Pattern.compile(
          "(?U)(?<![\\p{L}\\p{N}])(?:(?:"
              + "[\\p{L}.\\-]+(?i:straße|strasse|str\\.|weg|platz|allee|gasse|ring|damm|ufer|steig|chaussee|markt)|(?:[\\p{Lu}][\\p{L}\\-]+"
              + " ){1,2}(?i:straße|strasse|str\\.|weg|platz|allee|gasse|ring|damm|ufer)|(?:Am|An"
              + " der|An den|Im|In der|In den|Zum|Zur|Unter den|Auf der|Auf dem|Hinter der)"
              + " [\\p{Lu}][\\p{L}\\-]+(?: [\\p{Lu}][\\p{L}\\-]+)?) [0-9]{1,4}(?![0-9])(?:"
              + " ?[a-zA-Z](?![\\p{L}]))?)(?:,? (?:[A-Z]{1,2}-)?[0-9]{4,5} "
              + NAME
              + "(?: am Main| "
              + NAME
              + ")?)?");
  private static final Pattern PORTUGUESE =
      Pattern.compile(
          "(?iU)(?<![\\p{L}\\p{N}])(?:rua|r\\.|avenida|av\\.|travessa|tv\\.|largo|praça|praceta|estrada|alameda|calçada|beco|rotunda|ladeira)(?:"
              + " [\\p{L}0-9'’.\\-]{1,20}){1,7}?,? (?:n\\.?[ºo°]\\.? ?|número"
              + " )?[0-9]{1,5}(?:-?[a-z](?![\\p{L}]))?(?:,? (?:[0-9]{1,2}[.]?[ºo°]|r/c|apto?\\.?"
              + " ?[0-9]+)(?: ?(?:esq|dto|dir|frente|[a-z])\\.?(?![\\p{L}]))?)?(?:,?"
              + " [0-9]{4}-[0-9]{3}(?: [\\p{L}]+)?)?");
  private static final Pattern CHINESE =
      Pattern.compile(
          "[\\p{IsHan}]{1,24}?(?:路|街|大道|巷|胡同|里|道|弄|村|小区|花园|新村|苑|大厦|公寓)"
              + "(?:[东西南北中]段)?\\s*[0-9０-９一二三四五六七八九十百]{1,5}\\s*(?:号|號|弄|栋|幢|座|室|号楼|号院)"
              + "(?:[\\p{IsHan}]{0,8}?[0-9０-９A-Za-z一二三四五六七八九十\\-]{1,5}\\s*(?:号楼|栋|幢|座|单元|楼|层|室|号|户)){0,4}"
              + "(?:[0-9]{3,4}(?![0-9]))?");
  private static final Pattern BEFORE_CHINESE =
      Pattern.compile("[在到去从往是离来寄送回住的：:]|(?:我家|地址|附近|怎么走)");
  private static final int SHORTEST_CHINESE = 4;

  private PostalAddresses() {}

  /** Returns where they stand; places may overlap. */
  static List<Span> in(String text) {
    List<Span> spans = new ArrayList<>();
    for (Pattern pattern : List.of(ENGLISH, POSTCODE, GERMAN, PORTUGUESE)) {
      spans.addAll(Spans.of(pattern, text, Kind.POSTAL_ADDRESS));
    }
    for (Span span : Spans.of(CHINESE, text, Kind.POSTAL_ADDRESS)) {
      spans.add(withoutWhatLeadsToIt(text, span));
    }
    return spans;
  }

  /** Chinese has no spaces: what stands before the last "in", "to" or "from" is no address. */
  private static Span withoutWhatLeadsToIt(String text, Span span) {
    Matcher leading = BEFORE_CHINESE.matcher(text).region(span.start(), span.end());
    int start = span.start();
    while (leading.find()) {
      if (span.end() - leading.end() >= SHORTEST_CHINESE) {
        start = leading.end();
      }
    }
    return new Span(start, span.end(), Kind.POSTAL_ADDRESS);
  }
}
