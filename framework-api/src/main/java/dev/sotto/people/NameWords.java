package dev.sotto.people;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of names in a form in which spellings of one name are equal: lower case, without
 * accents and pictures; {@code ae}, {@code oe}, {@code ue} of longer words as the vowel alone, so
 * that Mueller equals Müller. Han characters that stand together are one word. Stateless.
 */
final class NameWords {
  private static final int MIN_UMLAUT_WORD = 5;
  private static final int FIRST_HAN = 0x2E80;
  private static final int LAST_ASCII = 0x7F;
  private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
  private static final Set<String> TITLES =
      Set.of(
          "dr",
          "prof",
          "professor",
          "mr",
          "mrs",
          "ms",
          "miss",
          "sir",
          "herr",
          "frau",
          "fr",
          "hr",
          "dipl",
          "ing",
          "med",
          "phd",
          "md",
          "mag",
          "rev",
          "dra",
          "sra",
          "srta",
          "dom",
          "dona",
          "eng",
          "engo",
          "doutor",
          "doutora",
          "senhor",
          "senhora",
          "doctor",
          "mme",
          "mlle");
  private static final Map<Character, String> LETTERS =
      Map.ofEntries(
          Map.entry('ß', "ss"),
          Map.entry('ł', "l"),
          Map.entry('ø', "o"),
          Map.entry('đ', "d"),
          Map.entry('ð', "d"),
          Map.entry('þ', "th"),
          Map.entry('æ', "ae"),
          Map.entry('œ', "oe"),
          Map.entry('ı', "i"));

  private NameWords() {}

  /**
   * A word and where it stands.
   *
   * @param text in comparable form
   * @param start offset in the text
   * @param end offset after it
   */
  record Word(String text, int start, int end) {
    @Override
    public String toString() {
      return "Word[" + start + "-" + end + "]";
    }
  }

  /** Returns the comparable form of all words of a text, in order. */
  static List<String> of(String text) {
    return placesOf(text).stream().map(Word::text).toList();
  }

  /** Returns the words of a name without titles such as {@code Dr.}; all where nothing else is. */
  static List<String> withoutTitles(String name) {
    List<String> words = of(name);
    List<String> rest = words.stream().filter(word -> !TITLES.contains(word)).toList();
    return rest.isEmpty() ? words : rest;
  }

  /** Returns whether a word is a title or a form of address. */
  static boolean isTitle(String word) {
    return TITLES.contains(word);
  }

  /** Returns the words of a text with their places; an apostrophe parts words. */
  static List<Word> placesOf(String text) {
    List<Word> words = new ArrayList<>();
    int start = -1;
    boolean han = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean belongs = Character.isLetterOrDigit(c) || (start >= 0 && isMark(c));
      boolean isHan = isHan(c);
      if (start >= 0 && (!belongs || (isHan != han && !isMark(c)))) {
        words.add(new Word(fold(text.substring(start, i)), start, i));
        start = -1;
      }
      if (belongs && start < 0) {
        start = i;
        han = isHan;
      }
      i += Character.charCount(c);
    }
    if (start >= 0) {
      words.add(new Word(fold(text.substring(start)), start, text.length()));
    }
    return words;
  }

  /** Returns whether a text has a Han character. */
  static boolean hasHan(String text) {
    return text.codePoints().anyMatch(NameWords::isHan);
  }

  static boolean isHan(int codePoint) {
    return codePoint >= FIRST_HAN
        && Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
  }

  private static boolean isMark(int codePoint) {
    return Character.getType(codePoint) == Character.NON_SPACING_MARK;
  }

  private static String fold(String word) {
    String plain =
        word.chars().allMatch(c -> c <= LAST_ASCII)
            ? word.toLowerCase(Locale.ROOT)
            : MARKS
                .matcher(Normalizer.normalize(word, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    StringBuilder folded = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      String other = LETTERS.get(c);
      if (other == null) {
        folded.append(c);
      } else {
        folded.append(other);
      }
    }
    String result = folded.toString();
    return result.length() < MIN_UMLAUT_WORD
        ? result
        : result.replace("ae", "a").replace("oe", "o").replace("ue", "u");
  }
}
