package dev.sotto.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Turns a question into a query by words. Each word is asked of all fields and counts where it fits
 * best (with a small share of the others), so a word does not count twice because it stands in two
 * fields. Other words for it ({@link EverydayWords}) are alternatives of lower weight: a passage
 * that has several of them counts once. No word is required. Safe for all threads.
 */
final class QuestionQuery {
  private static final float TITLE_BOOST = 1.3f;
  private static final float PEOPLE_BOOST = 0.8f;
  private static final float CODE_BOOST = 2f;
  private static final float PAIR_BOOST = 0.5f;
  private static final float SHARE_OF_OTHER_FIELDS = 0.25f;
  private static final float RELATED_BOOST = 0.5f;
  private static final int MAX_EXPANSIONS = 20;
  private static final int MAX_CLAUSES = 200;
  private static final int MAX_TERMS = 1_000;
  private static final int MAX_RELATED_TERMS = 400;
  private static final int MIN_CODE_CHARACTERS = 5;
  private static final int MIN_CODE_DIGITS = 3;
  private static final int MAX_CHARACTERS = 4_000;
  private static final Pattern QUOTED =
      Pattern.compile("[\"“”„«»「『]([^\"“”„«»「」『』]{2,200})[\"“”«»」』]");

  private final FieldAnalyzer analyzer;
  private final QueryBuilder phrases;

  QuestionQuery(FieldAnalyzer analyzer) {
    this.analyzer = analyzer;
    this.phrases = new QueryBuilder(analyzer);
  }

  /** Returns the query; one that matches nothing for a question without words. */
  Query of(String question) {
    return of(question, List.of());
  }

  /**
   * Returns the query in which other words and phrases may match too, each as a phrase and for less
   * than a word of the question.
   */
  Query of(String question, List<String> expansions) {
    String text = question.substring(0, Math.min(question.length(), MAX_CHARACTERS));
    Map<String, Query> clauses = new LinkedHashMap<>();
    addWords(text, clauses, WordChoice.TELLING);
    if (clauses.isEmpty()) {
      addWords(text, clauses, WordChoice.ALL);
    }
    for (String code : Codes.of(text)) {
      clauses.put("code " + code, boost(IndexFields.CODES, code, CODE_BOOST));
    }
    for (String expansion : expansions.stream().limit(MAX_EXPANSIONS).toList()) {
      Query other = expansion(expansion);
      if (other != null) {
        clauses.put("expansion " + expansion, other);
      }
    }
    if (clauses.isEmpty()) {
      return new MatchNoDocsQuery("The question has no words");
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    int terms = 0;
    for (Query clause : clauses.values().stream().limit(MAX_CLAUSES).toList()) {
      terms += terms(clause);
      if (terms > MAX_TERMS) {
        break;
      }
      query.add(clause, Occur.SHOULD);
    }
    return query.build();
  }

  /**
   * Returns the query for what is meant letter by letter: codes of at least 5 characters with 3
   * digits, and words in quotation marks as a phrase.
   */
  Query verbatim(String question) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    Codes.of(question).stream()
        .filter(code -> code.length() >= MIN_CODE_CHARACTERS)
        .filter(code -> code.chars().filter(Character::isDigit).count() >= MIN_CODE_DIGITS)
        .limit(MAX_CLAUSES)
        .forEach(code -> query.add(boost(IndexFields.CODES, code, 1), Occur.SHOULD));
    QUOTED
        .matcher(question.substring(0, Math.min(question.length(), MAX_CHARACTERS)))
        .results()
        .limit(MAX_EXPANSIONS)
        .forEach(quoted -> {
          List<Query> places = new ArrayList<>();
          addPhrase(IndexFields.TEXT_ALL, quoted.group(1), 1, places);
          addPhrase(IndexFields.TITLE_ALL, quoted.group(1), TITLE_BOOST, places);
          if (!places.isEmpty()) {
            query.add(new DisjunctionMaxQuery(places, 0), Occur.SHOULD);
          }
        });
    return query.build();
  }

  private enum WordChoice {
    TELLING,
    ALL
  }

  private void addWords(String text, Map<String, Query> clauses, WordChoice choice) {
    List<FieldAnalyzer.Term> terms = analyzer.terms(IndexFields.TEXT_ALL, text);
    Asked asked = new Asked(choice, StemLanguage.ofQuestion(text));
    Related related = new Related(asked);
    related.addPhrases(text, terms);
    for (FieldAnalyzer.Term term : terms) {
      String word = text.substring(term.start(), term.end());
      if (isHan(word)) {
        clauses.put("pair " + term.text(), anyField(term.text(), PAIR_BOOST, List.of()));
      } else if (asked.has(word, term)) {
        List<Query> more = new ArrayList<>(english(word));
        asked.languages().forEach(language -> more.addAll(stems(word, language)));
        more.addAll(related.of(term));
        clauses.putIfAbsent("word " + term.text(), anyField(term.text(), 1, more));
      }
    }
    if (isHan(text)) {
      List<FieldAnalyzer.Term> words = analyzer.terms(IndexFields.TEXT_CHINESE, text);
      related.addChinese(text, words);
      for (FieldAnalyzer.Term term : words) {
        if (isHan(term.text()) && asked.has(term.text(), term)) {
          clauses.putIfAbsent(
              "chinese " + term.text(), chinese(term.text(), related.ofChinese(term)));
        }
      }
    }
    clauses.putAll(related.alone);
  }

  /**
   * What is asked of a question.
   *
   * @param choice which of its words
   * @param languages in which it may be, beside English and Chinese
   */
  private record Asked(WordChoice choice, Set<StemLanguage> languages) {
    boolean has(String word, FieldAnalyzer.Term term) {
      return choice == WordChoice.ALL || !CommonWords.contains(word, term.text(), languages);
    }
  }

  /**
   * The other words for those of one question, each kept with the word that carries it: the last
   * telling one of its phrase. Those of a phrase without such a word stand alone.
   */
  private final class Related {
    private final Map<Integer, Query> byStart = new HashMap<>();
    private final Map<Integer, Query> chineseByStart = new HashMap<>();
    private final Map<String, Query> alone = new LinkedHashMap<>();
    private final Asked asked;
    private int terms;

    private Related(Asked asked) {
      this.asked = asked;
    }

    private List<Query> of(FieldAnalyzer.Term term) {
      return Optional.ofNullable(byStart.get(term.start())).stream().toList();
    }

    private List<Query> ofChinese(FieldAnalyzer.Term term) {
      return Optional.ofNullable(chineseByStart.get(term.start())).stream().toList();
    }

    private void addPhrases(String text, List<FieldAnalyzer.Term> words) {
      int at = 0;
      while (at < words.size()) {
        int length = Math.min(EverydayWords.MAX_WORDS, words.size() - at);
        while (length > 0 && !addPhrase(text, words.subList(at, at + length))) {
          length--;
        }
        at += Math.max(length, 1);
      }
    }

    private boolean addPhrase(String text, List<FieldAnalyzer.Term> words) {
      String phrase = text.substring(words.getFirst().start(), words.getLast().end());
      List<FieldAnalyzer.Term> telling =
          words.stream()
              .filter(word -> asked.has(text.substring(word.start(), word.end()), word))
              .toList();
      if (isHan(phrase) || (words.size() == 1 && telling.isEmpty())) {
        return false;
      }
      List<EverydayWords.Word> others =
          EverydayWords.shared().relatedWords(phrase, asked.languages());
      Optional<Query> query = anyOf(others);
      if (query.isPresent() && telling.isEmpty()) {
        alone.put("everyday " + phrase, query.get());
      } else if (query.isPresent()) {
        byStart.put(telling.getLast().start(), query.get());
      }
      return !others.isEmpty();
    }

    private void addChinese(String text, List<FieldAnalyzer.Term> words) {
      for (EverydayWords.Place place : EverydayWords.shared().chineseWords(text)) {
        Optional<Query> query = anyOf(EverydayWords.shared().relatedWords(place.word(), Set.of()));
        if (query.isPresent()) {
          words.stream()
              .filter(word -> word.start() < place.end() && word.end() > place.start())
              .filter(word -> isHan(word.text()) && asked.has(word.text(), word))
              .filter(word -> !chineseByStart.containsKey(word.start()))
              .reduce((first, last) -> last)
              .ifPresentOrElse(
                  word -> chineseByStart.put(word.start(), query.get()),
                  () -> alone.put("everyday " + place.word(), query.get()));
        }
      }
    }

    private Optional<Query> anyOf(List<EverydayWords.Word> words) {
      List<Query> places = new ArrayList<>();
      for (EverydayWords.Word word : words) {
        if (!CommonWords.contains(word.text(), word.text())) {
          places.addAll(places(word));
        }
      }
      int room = Math.min(places.size(), MAX_RELATED_TERMS - terms);
      terms += room;
      return room == 0
          ? Optional.empty()
          : Optional.of(
              new BoostQuery(new DisjunctionMaxQuery(places.subList(0, room), 0), RELATED_BOOST));
    }
  }

  private List<Query> places(EverydayWords.Word word) {
    List<Query> places = new ArrayList<>();
    switch (word.language()) {
      case ENGLISH -> {
        addPhrase(IndexFields.TEXT_ENGLISH, word.text(), 1, places);
        addPhrase(IndexFields.TITLE_ENGLISH, word.text(), TITLE_BOOST, places);
        addPhrase(IndexFields.TEXT_ALL, word.text(), 1, places);
      }
      case CHINESE -> {
        addPhrase(IndexFields.TEXT_CHINESE, word.text(), 1, places);
        addPhrase(IndexFields.TITLE_CHINESE, word.text(), TITLE_BOOST, places);
      }
      case GERMAN -> addForms(StemLanguage.GERMAN, word.text(), places);
      case PORTUGUESE -> addForms(StemLanguage.PORTUGUESE, word.text(), places);
    }
    return places;
  }

  private void addForms(StemLanguage language, String text, List<Query> places) {
    addPhrase(IndexFields.TEXT_ALL, text, 1, places);
    addPhrase(IndexFields.TITLE_ALL, text, TITLE_BOOST, places);
    addPhrase(language.textField(), text, 1, places);
    addPhrase(language.titleField(), text, TITLE_BOOST, places);
  }

  private void addPhrase(String field, String text, float weight, List<Query> places) {
    Query query = phrases.createPhraseQuery(field, text);
    if (query instanceof PhraseQuery phrase) {
      places.add(new BoostQuery(phrase, weight / phrase.getTerms().length));
    } else if (query != null) {
      places.add(weight == 1 ? query : new BoostQuery(query, weight));
    }
  }

  private @Nullable Query expansion(String expansion) {
    List<Query> places = new ArrayList<>();
    addPhrase(IndexFields.TEXT_ALL, expansion, 1, places);
    addPhrase(IndexFields.TITLE_ALL, expansion, TITLE_BOOST, places);
    addPhrase(IndexFields.PEOPLE, expansion, PEOPLE_BOOST, places);
    return places.isEmpty()
        ? null
        : new BoostQuery(new DisjunctionMaxQuery(places, 0), RELATED_BOOST);
  }

  private static int terms(Query query) {
    int[] terms = {0};
    query.visit(
        new QueryVisitor() {
          @Override
          public void consumeTerms(Query asked, Term... asTerms) {
            terms[0]++;
          }
        });
    return terms[0];
  }

  private Query anyField(String term, float weight, List<Query> more) {
    List<Query> places = new ArrayList<>(more);
    places.add(boost(IndexFields.TEXT_ALL, term, weight));
    places.add(boost(IndexFields.TITLE_ALL, term, weight * TITLE_BOOST));
    places.add(boost(IndexFields.PEOPLE, term, weight * PEOPLE_BOOST));
    return new DisjunctionMaxQuery(places, SHARE_OF_OTHER_FIELDS);
  }

  private List<Query> english(String word) {
    List<Query> places = new ArrayList<>();
    for (FieldAnalyzer.Term stem : analyzer.terms(IndexFields.TEXT_ENGLISH, word)) {
      places.add(boost(IndexFields.TEXT_ENGLISH, stem.text(), 1));
      places.add(boost(IndexFields.TITLE_ENGLISH, stem.text(), TITLE_BOOST));
    }
    return places;
  }

  private List<Query> stems(String word, StemLanguage language) {
    List<Query> places = new ArrayList<>();
    for (FieldAnalyzer.Term stem : analyzer.terms(language.textField(), word)) {
      places.add(boost(language.textField(), stem.text(), 1));
      places.add(boost(language.titleField(), stem.text(), TITLE_BOOST));
    }
    return places;
  }

  private static Query chinese(String term, List<Query> more) {
    List<Query> places = new ArrayList<>(more);
    places.add(boost(IndexFields.TEXT_CHINESE, term, 1));
    places.add(boost(IndexFields.TITLE_CHINESE, term, TITLE_BOOST));
    return new DisjunctionMaxQuery(places, SHARE_OF_OTHER_FIELDS);
  }

  private static Query boost(String field, String term, float weight) {
    Query query = new TermQuery(new Term(field, term));
    return weight == 1 ? query : new BoostQuery(query, weight);
  }

  /** Tells whether a text holds Han characters. */
  static boolean isHan(String text) {
    return text.codePoints().anyMatch(Character::isIdeographic);
  }
}
