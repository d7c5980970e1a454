package dev.sotto.text;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells the {@link TextLanguage} of a text from its characters and a short list of very common
 * words. It is quick and coarse: mixed texts go to the language of most of their letters. A word
 * that two languages share ("do", "no", "was") decides nothing. Stateless.
 */
public final class LanguageDetector {
  private static final Set<String> COMMON_ENGLISH =
      Set.of(
          "the", "and", "of", "to", "is", "it", "that", "for", "on", "with", "are", "be", "at",
          "this", "have", "from", "or", "by", "not", "but", "what", "when", "where", "how", "who",
          "which", "my", "we", "you", "your", "i", "did", "does", "would", "can", "has", "had",
          "if", "our", "their", "there", "been", "were", "they", "she", "he", "her", "his", "its",
          "about", "than", "then", "into", "out", "up", "after", "before");

  private static final Set<String> COMMON_OTHER =
      Stream.of(
              // German
              "der die das und ist nicht ein eine einen einer ich sie wir er es mit auf zu von für"
                  + " den dem des im auch wie wann wo wer welche welcher welches wieviel kostet"
                  + " habe haben mein meine meinen meiner meinem unser unsere bei aus nach über"
                  + " wird sind oder aber noch muss vom zum zur bis",
              // Portuguese
              "que não nao uma uns umas com para mas por está esta estão quando onde aonde de da"
                  + " dos ao aos à às é são foi foram foste fui tem têm tenho temos tinha meu minha"
                  + " meus minhas seu sua seus suas teu tua nosso nossa qual quais quanto quanta"
                  + " quantos quantas quem porque quê pelo pela na nas nos num numa em mais já até"
                  + " isso isto preciso quero posso devo fica ficou pago paguei custa custou há eu"
                  + " ele ela amanhã hoje ontem próximo próxima proximo proxima",
              // Spanish
              "la el los las una con dónde donde cuándo cuando cuánto cuanto cuánta cuál cual quién"
                  + " qué tengo hay fue está mis del pero muy cuesta",
              // French
              "les et le est pas dans pour qui où quand combien quel quelle quels quelles du je"
                  + " nous vous avec sont une",
              // Italian
              "il che non per sono della dove quale quali mio mia nel alla gli ho",
              // Dutch, Swedish
              "het een van niet och att som jag")
          .flatMap(words -> Stream.of(words.split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  /** Words of English and of another language. */
  private static final Set<String> COMMON_BOTH =
      Set.of("a", "an", "as", "do", "in", "me", "no", "so", "was", "will");

  /** Words of another language that stand in English as a letter, a sound or an abbreviation. */
  private static final Set<String> COMMON_OTHER_OR_LETTERS =
      Set.of("e", "o", "os", "um", "se", "ha", "y", "eu", "tu");

  private static final Pattern NOT_A_WORD = Pattern.compile("\\bo['’]|[^\\p{L}]+");

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
    Set<String> both = new HashSet<>();
    Set<String> letters = new HashSet<>();
    for (String word : NOT_A_WORD.split(text.toLowerCase(Locale.ROOT))) {
      if (COMMON_ENGLISH.contains(word)) {
        english++;
      } else if (COMMON_OTHER.contains(word)) {
        other++;
      } else if (COMMON_BOTH.contains(word)) {
        both.add(word);
      } else if (COMMON_OTHER_OR_LETTERS.contains(word)) {
        letters.add(word);
      }
      diacritics |= word.chars().anyMatch(c -> c > 0x7f);
    }
    if (english != other) {
      return english > other ? TextLanguage.ENGLISH : TextLanguage.OTHER;
    }
    boolean unlikeEnglish = diacritics || (!letters.isEmpty() && letters.size() + both.size() > 1);
    return english == 0 && unlikeEnglish ? TextLanguage.OTHER : TextLanguage.ENGLISH;
  }
}
