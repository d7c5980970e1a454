package dev.sotto.search;

import java.util.List;

/**
 * A passage that was found.
 *
 * @param passage the passage
 * @param score its fused score, higher is better; comparable within one search only
 * @param lexicalScore its BM25 score, 0 when the words did not find it
 * @param similarity cosine similarity to the question of the passage or of its best sentence, 0
 *     when no vector found it
 * @param sentenceSimilarities cosine similarity of its sentences to the question, in the order of
 *     {@link dev.sotto.text.Sentences#of}; empty or shorter where the index has no vectors of them
 */
public record Hit(
    Passage passage,
    double score,
    double lexicalScore,
    double similarity,
    List<Double> sentenceSimilarities) {
  public Hit {
    sentenceSimilarities = List.copyOf(sentenceSimilarities);
  }
}
