package dev.sotto.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.search.ScoreDoc;

/**
 * Reciprocal rank fusion of ranked lists: a document's score is the sum of weight / (60 + rank)
 * over the lists it stands in, ranks from 1. Cormack, Clarke and Büttcher, SIGIR 2009,
 * https://doi.org/10.1145/1571941.1572114. For one search, by one thread.
 */
final class RankFusion {
  private static final double K = 60;

  private final Map<Integer, Candidate> candidates = new HashMap<>();

  /** What is known of one document. */
  static final class Candidate {
    final int document;
    double score;
    double lexicalScore;
    double similarity;
    double[] sentences = {};

    private Candidate(int document) {
      this.document = document;
    }
  }

  /** Adds the list of the search by words. */
  void addLexical(ScoreDoc[] ranked, double weight) {
    for (int rank = 1; rank <= ranked.length; rank++) {
      Candidate candidate = at(ranked[rank - 1].doc);
      candidate.score += weight / (K + rank);
      candidate.lexicalScore = Math.max(candidate.lexicalScore, ranked[rank - 1].score);
    }
  }

  /**
   * Adds the list of one vector field; Lucene scores a dot product d of unit vectors as (1 + d) /
   * 2.
   */
  void addSimilar(ScoreDoc[] ranked, double weight) {
    for (int rank = 1; rank <= ranked.length; rank++) {
      Candidate candidate = at(ranked[rank - 1].doc);
      candidate.score += weight / (K + rank);
      candidate.similarity = Math.max(candidate.similarity, 2 * ranked[rank - 1].score - 1);
    }
  }

  /**
   * Adds the similarities of a document's sentences to the question; {@link #addSentenceList} ranks
   * by them.
   */
  void addSentences(Candidate candidate, double[] similarities) {
    if (similarities.length == 0) {
      return;
    }
    double[] both =
        Arrays.copyOf(
            candidate.sentences, Math.max(candidate.sentences.length, similarities.length));
    for (int i = 0; i < similarities.length; i++) {
      both[i] = Math.max(both[i], similarities[i]);
    }
    candidate.sentences = both;
  }

  /** Ranks all documents that have them by the given similarities of their nearest sentences. */
  void addSentenceList(Map<Candidate, Double> best, double weight) {
    List<Map.Entry<Candidate, Double>> ranked = new ArrayList<>(best.entrySet());
    ranked.sort(
        Comparator.comparingDouble((Map.Entry<Candidate, Double> entry) -> -entry.getValue())
            .thenComparingInt(entry -> entry.getKey().document));
    for (int rank = 1; rank <= ranked.size(); rank++) {
      Candidate candidate = ranked.get(rank - 1).getKey();
      candidate.score += weight / (K + rank);
      candidate.similarity = Math.max(candidate.similarity, ranked.get(rank - 1).getValue());
    }
  }

  /** Returns all documents, best first; equal ones in the order of the index. */
  List<Candidate> ranked() {
    List<Candidate> ranked = new ArrayList<>(candidates.values());
    ranked.sort(
        Comparator.comparingDouble((Candidate candidate) -> -candidate.score)
            .thenComparingInt(candidate -> candidate.document));
    return ranked;
  }

  /** Returns all documents in no order. */
  Stream<Candidate> all() {
    return candidates.values().stream();
  }

  private Candidate at(int document) {
    return candidates.computeIfAbsent(document, Candidate::new);
  }
}
