package dev.sotto.application.evaluation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what was answered with what is accepted. Both are made comparable first, see {@link
 * #plain}. Stateless; {@code docs/evaluation.md} defines the measures.
 */
final class ComparableText {
  private static final double SHARE_OF_WORDS = 0.8;

  private static final Pattern THOUSANDS =
      Pattern.compile("(?<![\\d.,])\\d{1,3}(?:[.,'’ ]\\d{3})+(?!\\d)");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("(?<=\\d),(?=\\d)");
  private static final Pattern HOURS = Pattern.compile("(?<!\\d)(\\d{1,2})h(?=\\d\\d(?!\\d))");
  private static final Pattern LEADING_ZERO = Pattern.compile("(?<![\\d.,:])0(?=\\d:\\d\\d)");
  private static final Pattern DASHES = Pattern.compile("[\\u2010-\\u2015\\u2212\\uFE63\\uFF0D]");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BRACKETS = Pattern.compile("\\([^()]*\\)");
  private static final Pattern ORDINAL = Pattern.compile("(?<=\\d)(?:st|nd|rd|th)\\b");
  private static final Pattern PUNCTUATION =
      Pattern.compile(
          "(?<!\\d)[.:]|[.:](?!\\d)|(?<=[\\p{L}\\p{N}])-|-(?!\\d)|[|`^~]" + "|[\\p{P}&&[^.:@%-]]");
  private static final Pattern NO_SPACE =
      Pattern.compile(
          "(?<=\\d) (?=[\\p{L}\\p{Sc}%])|(?<=\\p{Sc}) (?=\\d)|(?<=\\p{IsHan}) (?=[\\p{IsHan}\\d])");
  private static final Pattern DAY_AND_MONTH =
      Pattern.compile(
          "\\b(january|february|march|april|june|july|august|september|october|november|december"
              + "|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
              + "|janeiro|fevereiro|marco|abril|junho|julho|agosto|setembro|outubro|novembro"
              + "|dezembro|januar|februar|marz|juni|juli|oktober|dezember)\\b");
  private static final Pattern TOKEN =
      Pattern.compile("-?\\d+(?:[.:]\\d+)*|\\p{IsHan}|[\\p{L}\\p{N}@&&[^\\p{IsHan}]]+");
  private static final Pattern DIGIT = Pattern.compile("\\d");
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          "a", "an", "the", "and", "or", "of", "to", "in", "on", "at", "for", "with", "from", "by",
          "is", "are", "was", "were", "be", "it", "its", "i", "my", "you", "your", "s", "o", "os",
          "as", "um", "uma", "e", "de", "do", "da", "dos", "em", "no", "na", "der", "die", "das",
          "und", "的", "了", "在", "是");

  private ComparableText() {}

  /** Returns whether an accepted answer stands in the text, letter by letter once comparable. */
  static boolean contains(String said, String accepted) {
    String wanted = plain(accepted);
    String text = plain(said);
    if (wanted.isEmpty()) {
      return false;
    }
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      if (isWhole(text, at, at + wanted.length())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether an accepted answer stands in the text: exactly, or all its numbers and four
   * fifths of its words in any order, what stands in brackets left aside.
   */
  static boolean containsWords(String said, String accepted) {
    if (contains(said, accepted)) {
      return true;
    }
    List<String> wanted = telling(BRACKETS.matcher(accepted).replaceAll(" "));
    if (wanted.size() < 2) {
      return false;
    }
    Set<String> there = new HashSet<>(tokens(said));
    long found = wanted.stream().filter(there::contains).count();
    boolean numbers =
        wanted.stream().filter(token -> DIGIT.matcher(token).find()).allMatch(there::contains);
    return numbers && found >= SHARE_OF_WORDS * wanted.size();
  }

  /** Returns the harmonic mean of precision and recall over words; over characters for Han. */
  static double overlap(String said, String accepted) {
    List<String> one = tokens(said);
    List<String> other = tokens(accepted);
    Map<String, Integer> left = new HashMap<>();
    other.forEach(token -> left.merge(token, 1, Integer::sum));
    int common = 0;
    for (String token : one) {
      if (left.getOrDefault(token, 0) > 0) {
        left.merge(token, -1, Integer::sum);
        common++;
      }
    }
    return common == 0 ? 0 : 2.0 * common / (one.size() + other.size());
  }

  /**
   * Returns a text with white space and quotation signs made alike and without invisible marks of
   * direction, for finding quotes in it.
   */
  static String flat(String text) {
    return text.replaceAll("[\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]", "")
        .replaceAll("(?m)^\\s*>\\s?", "")
        .replaceAll("[\\s\\u00A0\\u202F]+", " ")
        .strip();
  }

  private static boolean isWhole(String text, int start, int end) {
    return !(start > 0 && joins(text.charAt(start - 1), text.charAt(start)))
        && !(end < text.length() && joins(text.charAt(end - 1), text.charAt(end)))
        && !(start > 1 && isWithinNumber(text, start - 1))
        && !(end + 1 < text.length() && isWithinNumber(text, end));
  }

  private static boolean isWithinNumber(String text, int sign) {
    return (text.charAt(sign) == '.' || text.charAt(sign) == ':')
        && Character.isDigit(text.charAt(sign - 1))
        && Character.isDigit(text.charAt(sign + 1));
  }

  private static boolean joins(char one, char other) {
    return (Character.isDigit(one) && Character.isDigit(other)) || (isLatin(one) && isLatin(other));
  }

  private static boolean isLatin(char c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
  }

  private static List<String> telling(String text) {
    return tokens(text).stream().filter(token -> !FUNCTION_WORDS.contains(token)).toList();
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(plain(text));
    while (token.find()) {
      tokens.add(token.group());
    }
    return tokens;
  }

  /**
   * Returns a comparable form, in these steps: compatibility forms (full width, ligatures)
   * resolved; lower case; accents taken off, ß as ss; all dashes as one; separators of thousands
   * dropped; a decimal comma as a point; 17h40 as 17:40; no leading zero of an hour; no ending of
   * ordinals; names of months and weekdays as three letters; punctuation as space, but a point or
   * colon between digits, a minus before a number, @ and %; spaces as one, and none between a
   * number and its unit or currency nor within Chinese.
   */
  static String plain(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    plain = MARKS.matcher(plain).replaceAll("").replace("ß", "ss");
    plain = DASHES.matcher(plain).replaceAll("-");
    plain = THOUSANDS.matcher(plain).replaceAll(all -> all.group().replaceAll("\\D", ""));
    plain = DECIMAL_COMMA.matcher(plain).replaceAll(".");
    plain = HOURS.matcher(plain).replaceAll("$1:");
    plain = LEADING_ZERO.matcher(plain).replaceAll("");
    plain = ORDINAL.matcher(plain).replaceAll("");
    plain = DAY_AND_MONTH.matcher(plain).replaceAll(name -> name.group().substring(0, 3));
    plain = PUNCTUATION.matcher(plain).replaceAll(" ").replaceAll("\\s+", " ").strip();
    return NO_SPACE.matcher(plain).replaceAll("");
  }
}
