package dev.sotto.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Turns a question into a query by words. Each word is asked of all fields and counts where it fits
 * best (with a small share of the others), so a word does not count twice because it stands in two
 * fields. No word is required. Safe for all threads.
 */
final class QuestionQuery {
  private static final float TITLE_BOOST = 1.3f;
  private static final float PEOPLE_BOOST = 0.8f;
  private static final float CODE_BOOST = 2f;
  private static final float PAIR_BOOST = 0.5f;
  private static final float SHARE_OF_OTHER_FIELDS = 0.25f;
  private static final int MAX_CLAUSES = 200;
  private static final int MAX_CHARACTERS = 4_000;

  private final FieldAnalyzer analyzer;

  QuestionQuery(FieldAnalyzer analyzer) {
    this.analyzer = analyzer;
  }

  /** Returns the query; one that matches nothing for a question without words. */
  Query of(String question) {
    String text = question.substring(0, Math.min(question.length(), MAX_CHARACTERS));
    Map<String, Query> clauses = new LinkedHashMap<>();
    addWords(text, clauses, WordChoice.TELLING);
    if (clauses.isEmpty()) {
      addWords(text, clauses, WordChoice.ALL);
    }
    for (String code : Codes.of(text)) {
      clauses.put("code " + code, boost(IndexFields.CODES, code, CODE_BOOST));
    }
    if (clauses.isEmpty()) {
      return new MatchNoDocsQuery("The question has no words");
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    clauses.values().stream().limit(MAX_CLAUSES).forEach(clause -> query.add(clause, Occur.SHOULD));
    return query.build();
  }

  private enum WordChoice {
    TELLING,
    ALL
  }

  private void addWords(String text, Map<String, Query> clauses, WordChoice choice) {
    for (FieldAnalyzer.Term term : analyzer.terms(IndexFields.TEXT_ALL, text)) {
      String word = text.substring(term.start(), term.end());
      if (isHan(word)) {
        clauses.put("pair " + term.text(), anyField(term.text(), PAIR_BOOST, List.of()));
      } else if (choice == WordChoice.ALL || !CommonWords.contains(word, term.text())) {
        clauses.put("word " + term.text(), anyField(term.text(), 1, english(word)));
      }
    }
    if (isHan(text)) {
      for (FieldAnalyzer.Term term : analyzer.terms(IndexFields.TEXT_CHINESE, text)) {
        if (isHan(term.text())
            && (choice == WordChoice.ALL || !CommonWords.contains(term.text(), term.text()))) {
          clauses.put("chinese " + term.text(), chinese(term.text()));
        }
      }
    }
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

  private static Query chinese(String term) {
    return new DisjunctionMaxQuery(
        List.of(
            boost(IndexFields.TEXT_CHINESE, term, 1),
            boost(IndexFields.TITLE_CHINESE, term, TITLE_BOOST)),
        SHARE_OF_OTHER_FIELDS);
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
