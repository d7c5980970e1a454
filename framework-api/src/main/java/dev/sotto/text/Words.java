package dev.sotto.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words of a text in a comparable form: lower case, without accents, common English endings taken
 * off, Portuguese -ões as -ão; each Han character is a word of its own. For comparing a question, a
 * sentence and a passage with each other, not for an index. Stateless.
 */
public final class Words {
  private static final Pattern PORTUGUESE_PLURAL = Pattern.compile("[csi]oes$");

  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          "a",
          "an",
          "the",
          "and",
          "or",
          "but",
          "of",
          "to",
          "in",
          "on",
          "at",
          "for",
          "with",
          "from",
          "by",
          "as",
          "is",
          "are",
          "was",
          "were",
          "be",
          "been",
          "being",
          "am",
          "it",
          "its",
          "this",
          "that",
          "these",
          "those",
          "there",
          "here",
          "i",
          "me",
          "my",
          "mine",
          "we",
          "us",
          "our",
          "you",
          "your",
          "he",
          "him",
          "his",
          "she",
          "her",
          "they",
          "them",
          "their",
          "do",
          "does",
          "did",
          "done",
          "have",
          "has",
          "had",
          "will",
          "would",
          "can",
          "could",
          "should",
          "shall",
          "may",
          "might",
          "must",
          "what",
          "when",
          "where",
          "who",
          "whom",
          "whose",
          "which",
          "why",
          "how",
          "if",
          "so",
          "than",
          "then",
          "too",
          "also",
          "just",
          "about",
          "into",
          "out",
          "up",
          "down",
          "off",
          "over",
          "again",
          "any",
          "some",
          "all",
          "much",
          "many",
          "more",
          "most",
          "no",
          "not",
          "nor",
          "yes",
          "please",
          "pls",
          "whats",
          "wheres",
          "whens",
          "hows",
          "s",
          "t",
          "m",
          "d",
          "ll",
          "re",
          "ve",
          "get",
          "got",
          "let",
          "tell",
          "say",
          "said",
          "know",
          "anything",
          "something",
          "thing",
          "things",
          "one",
          "ones");

  private static final Set<String> CHINESE_FUNCTION_CHARACTERS =
      Set.of(
          "的", "了", "吗", "呢", "是", "在", "我", "你", "他", "她", "们", "什", "么", "哪", "几", "多", "少", "谁",
          "怎", "到", "底", "和", "有", "个", "这", "那", "就", "也", "都", "要", "会", "能", "给", "以", "后", "儿",
          "吧", "啊");

  /** Left out of a text that is neither English nor Chinese. */
  private static final Set<String> OTHER_FUNCTION_WORDS =
      Stream.of(
              // Portuguese
              "o a os as um uma uns umas de do da dos das em no na nos nas num numa por pelo pela"
                  + " pelos pelas para com sem ao aos e ou mas nem se que quem qual quais quanto"
                  + " quanta quantos quantas quando onde aonde como porque porquê é são era foi"
                  + " foram fui ser sou está estão estou estava fica tem têm tenho tens temos tinha"
                  + " tive ter há vou vai vamos vão ir eu tu ele ela nós eles elas me te lhe nos"
                  + " meu minha meus minhas teu tua teus tuas seu sua seus suas nosso nossa nossos"
                  + " nossas dele dela este esta estes estas esse essa esses essas isto isso aquele"
                  + " aquela aquilo deste desta neste nesta já ainda também só mais muito muita lá"
                  + " aqui ali não sim preciso quero posso pode podes devo sabes sabe saber diz"
                  + " dizer algum alguma alguns algumas cadê você vocês favor",
              // German
              "der die das den dem des ein eine einen einem einer und oder aber nicht kein keine"
                  + " ist sind war waren bin wird werden wurde hat habe haben hatte kann muss soll"
                  + " ich du er sie es wir ihr mich mir dir ihn ihm uns mein meine meinen meinem"
                  + " meiner dein deine sein seine unser unsere wer wen wem was wann wo wie warum"
                  + " welche welcher welches welchen wieviel viel in im an am auf aus bei mit nach"
                  + " von vom vor zu zum zur für um über bis als auch noch schon nur so ja man",
              // Spanish, French and Italian
              "el la los las lo una unos unas y o del al con mi mis su sus es son fue está cuál"
                  + " cuándo cuánto cuánta cuántos dónde quién qué tengo hay le les un une du et ou"
                  + " est sont mon ma mes quel quelle quand combien où qui je il nous vous au aux"
                  + " dans pour avec pas lo gli i di che chi dove quale quanto quando sono è ho mio"
                  + " mia nel nella alla dalla per non")
          .flatMap(words -> of(words).stream())
          .collect(Collectors.toUnmodifiableSet());

  private Words() {}

  /** Returns all words in order. */
  public static List<String> of(String text) {
    String folded =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("\\p{Mn}+", "")
            .toLowerCase(Locale.ROOT)
            .replace("ß", "ss");
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < folded.length(); ) {
      int c = folded.codePointAt(i);
      i += Character.charCount(c);
      if (Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN) {
        flush(word, words);
        words.add(Character.toString(c));
      } else if (Character.isLetterOrDigit(c)) {
        word.appendCodePoint(c);
      } else if (c != '\'' && c != '’') {
        flush(word, words);
      }
    }
    flush(word, words);
    return words;
  }

  /**
   * Returns the words that carry meaning: function words of English and Chinese left out, and where
   * the text is in neither of them those of Portuguese, German, Spanish, French and Italian.
   */
  public static List<String> contentOf(String text) {
    boolean other = LanguageDetector.detect(text) == TextLanguage.OTHER;
    return of(text).stream()
        .filter(word -> !FUNCTION_WORDS.contains(word))
        .filter(word -> !(other && OTHER_FUNCTION_WORDS.contains(word)))
        .filter(word -> !CHINESE_FUNCTION_CHARACTERS.contains(word))
        .toList();
  }

  private static void flush(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(stem(word.toString()));
      word.setLength(0);
    }
  }

  private static String stem(String word) {
    if (word.length() < 4 || Character.isDigit(word.charAt(0)) || FUNCTION_WORDS.contains(word)) {
      return word;
    }
    if (PORTUGUESE_PLURAL.matcher(word).find()) {
      return word.substring(0, word.length() - 3) + "ao";
    }
    for (String ending : List.of("ings", "ing", "edly", "ed", "ies", "es", "ly", "s")) {
      if (word.endsWith(ending) && word.length() - ending.length() >= 3) {
        if (ending.equals("s") && word.endsWith("ss")) {
          return word;
        }
        String stem = word.substring(0, word.length() - ending.length());
        return ending.equals("ies") ? stem + "y" : undouble(dropE(stem));
      }
    }
    return dropE(word);
  }

  private static String dropE(String stem) {
    return stem.length() > 3 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
  }

  private static String undouble(String stem) {
    int last = stem.length() - 1;
    boolean doubled = last > 2 && stem.charAt(last) == stem.charAt(last - 1);
    return doubled && "lsz".indexOf(stem.charAt(last)) < 0 ? stem.substring(0, last) : stem;
  }
}
