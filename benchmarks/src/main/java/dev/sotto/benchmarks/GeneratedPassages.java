package dev.sotto.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Documents of random words, common ones as common as in a language (Zipf's law), and random
 * vectors of unit length: the same ones for the same seed.
 */
final class GeneratedPassages {
  /** The length of vectors. */
  static final int DIMENSIONS = 384;

  /** Every passage has at least so many words. */
  static final int LEAST_WORDS = 60;

  private static final int VOCABULARY = 20_000;
  private static final int MORE_WORDS = 120;

  private final Random random;

  /**
   * One document.
   *
   * @param id its name
   * @param words its words in order
   * @param vector of unit length; not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Passage(String id, List<String> words, float[] vector) {}

  GeneratedPassages(long seed) {
    this.random = new Random(seed);
  }

  List<Passage> make(int count) {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> words = new ArrayList<>();
      int length = LEAST_WORDS + random.nextInt(MORE_WORDS);
      for (int j = 0; j < length; j++) {
        words.add(word());
      }
      passages.add(new Passage("passage-" + i, words, vector()));
    }
    return passages;
  }

  /** Returns a random word; the n-th is about n times rarer than the first. */
  String word() {
    int rank = (int) Math.pow(VOCABULARY, random.nextDouble());
    return "w" + Integer.toString(rank, Character.MAX_RADIX);
  }

  /** Returns the first letters of many words. */
  String prefix() {
    return "w" + Integer.toString(1 + random.nextInt(Character.MAX_RADIX - 1), Character.MAX_RADIX);
  }

  /** Returns a random vector of unit length. */
  float[] vector() {
    float[] vector = new float[DIMENSIONS];
    double square = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random.nextGaussian();
      square += vector[i] * vector[i];
    }
    float length = (float) Math.sqrt(square);
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] /= length;
    }
    return vector;
  }
}
