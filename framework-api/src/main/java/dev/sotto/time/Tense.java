package dev.sotto.time;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a question looks back or ahead: it decides which Friday is meant by "on Friday" and which
 * year by "8 October".
 *
 * <p>Told from single words ({@code did}, {@code will}, {@code 了}, {@code vai}): a question with
 * words of one side only has that side, any other is unknown. Words of time themselves don't count,
 * since they are resolved anyway.
 */
public enum Tense {
  PAST,
  FUTURE,
  UNKNOWN;

  private static final int LONGEST_QUESTION = 2_000;

  private static final Set<String> PAST_WORDS =
      LatinVocabulary.words(
          "did didn't was wasn't were weren't had went paid spent bought happened said wrote told"
              + " sent got ate met saw took came slept ran rode walked visited received arrived"
              + " since ago been war waren warst hatte hatten wurde ging gab kam gemacht gewesen"
              + " gegangen gekauft bezahlt geschrieben gesagt passiert gelaufen geschlafen seit foi"
              + " fui foram fomos era estava tinha tive teve fiz fez fizemos disse paguei gastei"
              + " comprei escreveu mandou recebi aconteceu dormi andei corri custou desde estive"
              + " esteve estivemos tivemos houve fizemos passou passaram gastamos vimos viemos"
              + " durou nasceu");

  private static final Set<String> FUTURE_WORDS =
      LatinVocabulary.words(
          "will won't shall gonna going upcoming planned i'll we'll it'll until till wird "
              + "werde werden wirst bis vai vou vamos vao sera serao terei estarei ate");

  private static final Set<String> FUTURE_PAIRS =
      LatinVocabulary.words(
          "do_i do_we am_i are_we is_there are_there i_have we_have habe_ich haben_wir "
              + "steht_an que_tenho eu_tenho ha_algo temos_algo tenho_algo eu_tenho tenho_eu");

  private static final Pattern GERMAN_WHAT =
      Pattern.compile(
          "\\bwas(?="
              + " (?:habe?|haben|steht|stehen|ist|sind|gibt|mache?n?|liegt|kommt|kommen|wird|muss"
              + "|war|hatten?|fur|soll|im|los|vor|ich|wir)\\b)");

  private static final String[] PAST_CHARACTERS = {
    "了吗", "了？", "了?", "过吗", "过了", "过几", "过多", "曾经", "上次", "当时", "之前是", "了多少", "了几", "了什么", "花了",
    "去了", "吃了", "买了", "说了", "写了", "睡了", "走了", "发生", "是什么时候"
  };

  private static final String[] FUTURE_CHARACTERS = {
    "要去", "要做", "要见", "会不会", "将", "打算", "下次", "还有多", "还有几", "还要", "准备", "计划", "有什么安排", "有安排", "有空",
    "有事", "什么时候要", "还剩", "几号要", "有没有空", "有没有安排"
  };

  /** Returns the side to which the words of a question point. Never throws; bounded work. */
  public static Tense of(String question) {
    String text = FoldedText.fold(question, LONGEST_QUESTION).toLowerCase(Locale.ROOT);
    text = GERMAN_WHAT.matcher(text).replaceAll("what");
    boolean past = containsAny(text, PAST_CHARACTERS) || endsWithLe(text);
    boolean future = containsAny(text, FUTURE_CHARACTERS);
    boolean did = false;
    String previous = "";
    for (String word : text.split("[^\\p{IsLatin}']+", -1)) {
      if (PAST_WORDS.contains(word)) {
        past = true;
        did |= !word.equals("since") && !word.equals("been");
      }
      future |= FUTURE_WORDS.contains(word);
      if (FUTURE_PAIRS.contains(previous + " " + word) && !did) {
        future = true;
      }
      previous = word;
    }
    if (past == future) {
      return UNKNOWN;
    }
    return past ? PAST : FUTURE;
  }

  private static boolean endsWithLe(String text) {
    int end = text.length();
    while (end > 0 && !Character.isLetterOrDigit(text.charAt(end - 1))) {
      end--;
    }
    return end > 0 && text.charAt(end - 1) == '了';
  }

  private static boolean containsAny(String text, String[] parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
