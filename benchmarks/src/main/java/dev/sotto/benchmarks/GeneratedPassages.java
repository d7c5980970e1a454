package dev.sotto.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Documents of random words, common ones as common as in a language (Zipf's law), with times and
 * clustered vectors: the same ones for the same seed.
 */
final class GeneratedPassages {
  /** The length of vectors. */
  static final int DIMENSIONS = 384;

  /** Every passage has at least so many words. */
  static final int LEAST_WORDS = 60;

  private static final int VOCABULARY = 20_000;
  private static final int MORE_WORDS = 120;

  private static final int CLUSTERS = 250;
  private static final long FIRST_TIME = 1_500_000_000_000L;
  private static final long SPAN = 300_000_000_000L;

  private final Random random;
  private final ClusteredVectors vectors;

  /**
   * One document.
   *
   * @param id its name
   * @param words its words in order
   * @param time milliseconds since 1970
   * @param vector of unit length; not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Passage(String id, List<String> words, long time, float[] vector) {}

  GeneratedPassages(long seed) {
    this.random = new Random(seed);
    this.vectors = new ClusteredVectors(DIMENSIONS, CLUSTERS, seed);
  }

  List<Passage> make(int count) {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> words = new ArrayList<>();
      int length = LEAST_WORDS + random.nextInt(MORE_WORDS);
      for (int j = 0; j < length; j++) {
        words.add(word());
      }
      passages.add(
          new Passage("passage-" + i, words, FIRST_TIME + random.nextLong(SPAN), vector()));
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

  /** Returns a vector of any cluster. */
  float[] vector() {
    return vectors.near(random.nextInt(CLUSTERS), random);
  }
}
