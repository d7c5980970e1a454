package dev.sotto.benchmarks;

import java.util.Random;

/**
 * Vectors of unit length that lie as those of texts do: in clusters, most of their spread in few
 * directions, every one with near neighbours. The same ones for the same seed and order. For one
 * thread.
 */
final class ClusteredVectors {
  private static final int DIRECTIONS = 48;
  private static final double WITHIN_CLUSTER = 0.6;
  private static final double ANYWHERE = 0.15;

  private final int dimensions;
  private final int clusters;
  private final long seed;
  private final float[][] directions;

  /**
   * @param dimensions the length of vectors
   * @param clusters how many clusters there are
   */
  ClusteredVectors(int dimensions, int clusters, long seed) {
    this.dimensions = dimensions;
    this.clusters = clusters;
    this.seed = seed;
    Random random = new Random(seed);
    directions = new float[DIRECTIONS][dimensions];
    for (float[] direction : directions) {
      for (int i = 0; i < dimensions; i++) {
        direction[i] = (float) (random.nextGaussian() / Math.sqrt(dimensions));
      }
    }
  }

  int dimensions() {
    return dimensions;
  }

  int clusters() {
    return clusters;
  }

  /** Returns a vector of a cluster; its place within the cluster is drawn from {@code random}. */
  float[] near(int cluster, Random random) {
    Random center = new Random(seed * 31 + cluster);
    float[] vector = new float[dimensions];
    double scale = 1 / Math.sqrt(DIRECTIONS);
    for (float[] direction : directions) {
      float weight =
          (float) (scale * (center.nextGaussian() + WITHIN_CLUSTER * random.nextGaussian()));
      for (int i = 0; i < dimensions; i++) {
        vector[i] += weight * direction[i];
      }
    }
    double anywhere = ANYWHERE / Math.sqrt(dimensions);
    double square = 0;
    for (int i = 0; i < dimensions; i++) {
      vector[i] += (float) (anywhere * random.nextGaussian());
      square += vector[i] * vector[i];
    }
    float length = (float) Math.sqrt(square);
    for (int i = 0; i < dimensions; i++) {
      vector[i] /= length;
    }
    return vector;
  }
}
