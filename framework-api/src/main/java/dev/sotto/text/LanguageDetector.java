package dev.sotto.text;

import java.util.Locale;
import java.util.Set;

/**
 * Tells the {@link TextLanguage} of a text from its characters and a short list of very common
 * words. It is quick and coarse: mixed texts go to the language of most of their letters.
 * Stateless.
 */
public final class LanguageDetector {
  private static final Set<String> COMMON_ENGLISH =
      Set.of(
          "the", "and", "of", "to", "in", "is", "it", "that", "for", "on", "was", "with", "as",
          "are", "be", "at", "this", "have", "from", "or", "by", "not", "but", "what", "when",
          "where", "how", "who", "which", "my", "we", "you", "your", "i", "me", "do", "did", "does",
          "will", "would", "can", "has", "had", "an", "a", "if", "so", "no", "our", "their",
          "there", "been", "were", "they", "she", "he", "her", "his", "its", "about", "than",
          "then", "into", "out", "up", "after", "before");

  private static final Set<String> COMMON_OTHER =
      Set.of(
          "der", "die", "das", "und", "ist", "nicht", "ein", "eine", "ich", "sie", "wir", "mit",
          "auf", "zu", "von", "für", "den", "dem", "des", "im", "auch", "wie", "wann", "wo", "que",
          "não", "uma", "com", "para", "os", "mas", "por", "está", "quando", "onde", "de", "la",
          "el", "los", "las", "una", "con", "les", "et", "le", "est", "pas", "dans", "pour", "qui",
          "il", "che", "non", "per", "sono", "della", "het", "een", "van", "niet", "och", "att",
          "som", "jag");

  private LanguageDetector() {}

  /** Returns the language of a text; text without letters counts as English. */
  public static TextLanguage detect(String text) {
    int han = 0;
    int kanaOrHangul = 0;
    int latin = 0;
    int otherLetters = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (!Character.isLetter(c)) {
        continue;
      }
      switch (Character.UnicodeScript.of(c)) {
        case HAN -> han++;
        case HIRAGANA, KATAKANA, HANGUL -> kanaOrHangul++;
        case LATIN -> latin++;
        default -> otherLetters++;
      }
    }
    if (kanaOrHangul > han / 4 && kanaOrHangul * 3 > latin) {
      return TextLanguage.OTHER;
    }
    if (han > 0 && han * 3 >= latin) {
      return TextLanguage.CHINESE;
    }
    if (otherLetters > latin) {
      return TextLanguage.OTHER;
    }
    return latinLanguage(text);
  }

  private static TextLanguage latinLanguage(String text) {
    int english = 0;
    int other = 0;
    boolean diacritics = false;
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")) {
      if (COMMON_ENGLISH.contains(word)) {
        english++;
      } else if (COMMON_OTHER.contains(word)) {
        other++;
      }
      diacritics |= word.chars().anyMatch(c -> c > 0x7f);
    }
    if (english == other) {
      return diacritics && english == 0 ? TextLanguage.OTHER : TextLanguage.ENGLISH;
    }
    return english > other ? TextLanguage.ENGLISH : TextLanguage.OTHER;
  }
}
