package dev.sotto.index;

import dev.sotto.text.LanguageDetector;
import dev.sotto.text.TextLanguage;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.de.GermanLightStemFilter;
import org.apache.lucene.analysis.de.GermanNormalizationFilter;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.it.ItalianLightStemFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseLightStemFilter;
import org.apache.lucene.analysis.util.ElisionFilter;

/**
 * The languages beside English whose words are found by their stems, each in a field of its own. A
 * text's language is told by its most common words alone: a text that has as many of two languages
 * counts as both, one that has none as neither. Stateless.
 */
enum StemLanguage {
  PORTUGUESE(
      "pt",
      PortugueseAnalyzer.getDefaultStopSet(),
      "o os a as um uma de do da dos das em no na nos nas num numa por pelo pela para com ao aos e"
          + " nao que foi sao tem tenho meu minha meus minhas seu sua nosso nossa qual quais quanto"
          + " quantos quantas quando onde quem como mais mas se ja ate esta este isso voce eu ele"
          + " ela ha fica preciso"),
  GERMAN(
      "de",
      GermanAnalyzer.getDefaultStopSet(),
      "der die das den dem des und ist sind nicht ein eine einen einem einer ich sie wir es mit auf"
          + " zu zum zur von vom fur im in am an auch wie wann wo wer was welche welcher mein meine"
          + " unser bei aus nach uber wird hat habe haben oder aber noch um bis mir mich ihr"
          + " uns wieviel viel kostet wem wen vor kommt gibt muss"),
  SPANISH(
      "es",
      SpanishAnalyzer.getDefaultStopSet(),
      "el la los las un una unos de del en por para con al y no que fue son es tiene tengo mi mis"
          + " su sus cual cuanto cuantos cuando donde quien como mas pero se ya hasta esta este eso"
          + " usted yo muy hay lo le"),
  FRENCH(
      "fr",
      FrenchAnalyzer.getDefaultStopSet(),
      "le la les un une des du de en et est sont pour avec dans pas ne que qui quel quelle quand"
          + " combien ou mon ma mes notre votre vous nous je il elle au aux sur par ce cette plus"),
  ITALIAN(
      "it",
      ItalianAnalyzer.getDefaultStopSet(),
      "il lo la gli le i un una di del della dei delle che non per con sono ha ho mio mia quale"
          + " quanto quanti quando dove chi come nel nella al alla dal dalla e piu questo questa");

  private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}]+");
  private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");
  private static final Pattern OES = Pattern.compile("oes$");
  private static final Pattern AES = Pattern.compile("aes$");
  private static final int MOST_CHARACTERS = 4_000;
  private static final int MOST_AT_ONCE = 2;

  private final String code;
  private final CharArraySet stopWords;
  private final Set<String> commonWords;

  StemLanguage(String code, CharArraySet stopWords, String commonWords) {
    this.code = code;
    this.stopWords = stopWords;
    this.commonWords =
        Arrays.stream(commonWords.split(" ")).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns the languages that a text may be in: those of which it has the most common words, at
   * most two of them.
   */
  static Set<StemLanguage> of(String text) {
    String start = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    Map<StemLanguage, Integer> counts = new EnumMap<>(StemLanguage.class);
    for (String word : NOT_A_WORD.split(folded(start))) {
      for (StemLanguage language : values()) {
        if (language.commonWords.contains(word)) {
          counts.merge(language, 1, Integer::sum);
        }
      }
    }
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() == most)
        .map(Map.Entry::getKey)
        .limit(MOST_AT_ONCE)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(StemLanguage.class)));
  }

  /** Returns the languages that a question may be in; none for one in English or Chinese. */
  static Set<StemLanguage> ofQuestion(String question) {
    return LanguageDetector.detect(question) == TextLanguage.OTHER
        ? of(question)
        : EnumSet.noneOf(StemLanguage.class);
  }

  String textField() {
    return "text_" + code;
  }

  String titleField() {
    return "title_" + code;
  }

  /** Tells whether Lucene's list for this language has a word, which may be in any case. */
  boolean isStopWord(String word) {
    return stopWords.contains(word.toLowerCase(Locale.ROOT));
  }

  CharArraySet stopWords() {
    return stopWords;
  }

  /**
   * Returns the stems of words in lower case with their accents; a Portuguese plural typed without
   * its tilde counts as if it had it.
   */
  TokenStream stems(TokenStream words) {
    return switch (this) {
      case PORTUGUESE ->
          new PortugueseLightStemFilter(
              new PatternReplaceFilter(
                  new PatternReplaceFilter(words, OES, "ões", false), AES, "ães", false));
      case GERMAN -> new GermanLightStemFilter(new GermanNormalizationFilter(words));
      case SPANISH -> new SpanishLightStemFilter(words);
      case FRENCH -> new FrenchLightStemFilter(words);
      case ITALIAN -> new ItalianLightStemFilter(words);
    };
  }

  /** Returns words without the articles that are written together with them: l'eau. */
  TokenStream withoutArticles(TokenStream words) {
    return switch (this) {
      case FRENCH, ITALIAN -> new ElisionFilter(words, FrenchAnalyzer.DEFAULT_ARTICLES);
      case PORTUGUESE, GERMAN, SPANISH -> words;
    };
  }

  private static String folded(String text) {
    return ACCENTS
        .matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }
}
