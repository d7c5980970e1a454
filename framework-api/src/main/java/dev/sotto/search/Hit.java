package dev.sotto.search;

/**
 * A passage that was found.
 *
 * @param passage the passage
 * @param score its fused score, higher is better; comparable within one search only
 * @param lexicalScore its BM25 score, 0 when the words did not find it
 * @param similarity its cosine similarity to the question, 0 when no vector found it
 */
public record Hit(Passage passage, double score, double lexicalScore, double similarity) {}
