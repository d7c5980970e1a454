package dev.sotto.index;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words of a question that tell nothing about what is asked for: they are left out of the search by
 * words, unless the question has no others. Lower case, without diacritics. Stateless.
 */
final class CommonWords {
  private static final Set<String> ENGLISH =
      Set.of(
          "a",
          "about",
          "again",
          "all",
          "already",
          "also",
          "am",
          "an",
          "and",
          "any",
          "anything",
          "are",
          "as",
          "at",
          "be",
          "been",
          "being",
          "but",
          "by",
          "can",
          "could",
          "did",
          "didn't",
          "do",
          "does",
          "doesn't",
          "don't",
          "else",
          "ever",
          "every",
          "for",
          "from",
          "get",
          "give",
          "go",
          "going",
          "got",
          "had",
          "has",
          "have",
          "he",
          "her",
          "him",
          "his",
          "how",
          "how's",
          "i",
          "i'm",
          "i've",
          "i'd",
          "i'll",
          "if",
          "im",
          "in",
          "into",
          "is",
          "isn't",
          "it",
          "it's",
          "its",
          "ive",
          "just",
          "know",
          "let",
          "many",
          "may",
          "me",
          "might",
          "mine",
          "much",
          "must",
          "my",
          "need",
          "needs",
          "no",
          "nor",
          "not",
          "now",
          "of",
          "off",
          "ok",
          "on",
          "or",
          "our",
          "ours",
          "out",
          "pls",
          "please",
          "really",
          "remind",
          "say",
          "see",
          "she",
          "should",
          "so",
          "some",
          "something",
          "still",
          "such",
          "tell",
          "than",
          "that",
          "that's",
          "thats",
          "the",
          "their",
          "them",
          "then",
          "there",
          "these",
          "they",
          "this",
          "those",
          "to",
          "too",
          "us",
          "want",
          "was",
          "wasn't",
          "we",
          "were",
          "what",
          "what's",
          "whats",
          "when",
          "when's",
          "whens",
          "where",
          "where's",
          "wheres",
          "which",
          "who",
          "who's",
          "whos",
          "whose",
          "why",
          "will",
          "with",
          "would",
          "yes",
          "you",
          "your",
          "yours");

  private static final Set<String> GERMAN =
      Set.of(
          "aber", "als", "am", "an", "auch", "auf", "aus", "bei", "bin", "bis", "bitte", "da",
          "das", "dass", "dem", "den", "der", "des", "die", "dir", "doch", "du", "ein", "eine",
          "einem", "einen", "einer", "er", "es", "fur", "gibt", "hab", "habe", "haben", "hat",
          "hatte", "hier", "ich", "ihm", "ihn", "ihr", "ihre", "im", "in", "ist", "ja", "kann",
          "kein", "keine", "man", "mein", "meine", "meinem", "meinen", "meiner", "mich", "mir",
          "mit", "muss", "nach", "nicht", "noch", "nur", "ob", "oder", "schon", "sein", "seine",
          "sich", "sie", "sind", "so", "soll", "uber", "um", "und", "uns", "unser", "unsere", "vom",
          "von", "wann", "war", "waren", "warum", "was", "welche", "welchem", "welchen", "welcher",
          "welches", "wem", "wen", "wer", "werden", "wie", "wieviel", "wir", "wird", "wo", "wurde",
          "zu", "zum", "zur");

  private static final Set<String> PORTUGUESE =
      Stream.of(
              "a ai ainda algum alguma alguns algumas ali ao aonde aos aquela aquele aquilo aqui as"
                  + " ate cade com como da das de dela dele desde dessa desse desta deste devo"
                  + " disse diz diz-me dizer do dos e ela elas ele eles em entao era eram essa esse"
                  + " esta estao estar estas estava este estes estive estou eu favor fazer fica"
                  + " ficam ficou foi foram foste fui gostaria ha isso isto ir ja la lembra"
                  + " lembra-me lembre lhe mais mas me mesmo meu meus minha minhas muita muito na"
                  + " nao nas nem nessa nesta neste no nos nossa nossas nosso nossos num numa o"
                  + " obrigada obrigado oi ola onde os ou para pela pelas pelo pelos pode podem"
                  + " podes por porque posso preciso precisa precisamos precisas qual quais quando"
                  + " quanta quantas quanto quantos que quem quer quero queria sabe saber sabes sao"
                  + " se seja sem ser sera seu seus sim so sobre sou sua suas tambem te tem temos"
                  + " tenho tens ter tera teu tinha tive toda todas todo todos tu tua tuas um uma"
                  + " umas uns vai vais vamos vao ve ver voce voces vou")
          .flatMap(words -> Stream.of(words.split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> CHINESE =
      Set.of(
          "的", "了", "吗", "呢", "吧", "啊", "哪", "哪儿", "哪里", "哪天", "哪个", "什么", "什么时候", "时候", "怎么",
          "怎么样", "谁", "几", "多少", "多", "是", "在", "有", "和", "跟", "与", "我", "我们", "你", "你们", "他", "她",
          "它", "他们", "这", "那", "这个", "那个", "都", "也", "就", "还", "又", "很", "到底", "请", "请问", "一下", "得",
          "地", "着", "过", "会", "能", "可以", "要", "想", "去", "来", "到", "给", "把", "被", "为", "为什么", "以后",
          "号", "天", "个", "？", "?", "，", ",", "。", ".", "！", "!", "、");

  private CommonWords() {}

  /**
   * Tells whether a word, or what became of it by folding, is common in English, German or Chinese.
   */
  static boolean contains(String word, String folded) {
    return ENGLISH.contains(folded)
        || ENGLISH.contains(word.toLowerCase(Locale.ROOT))
        || GERMAN.contains(folded)
        || CHINESE.contains(folded);
  }

  /**
   * Tells whether a word is common in English, German, Chinese or one of the languages that its
   * question may be in: "e" and "os" tell something in an English question alone.
   */
  static boolean contains(String word, String folded, Set<StemLanguage> languages) {
    return contains(word, folded)
        || (languages.contains(StemLanguage.PORTUGUESE) && PORTUGUESE.contains(folded))
        || languages.stream().anyMatch(language -> language.isStopWord(word));
  }
}
