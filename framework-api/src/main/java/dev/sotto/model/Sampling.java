package dev.sotto.model;

/** How the next token is taken from the model's distribution. */
public sealed interface Sampling {
  /** Always the most likely token; the lower number on a tie. */
  Sampling GREEDY = new Greedy();

  /** Always the most likely token. */
  record Greedy() implements Sampling {}

  /**
   * Random by probability, the same text for the same seed on the same machine.
   *
   * @param temperature above 0; below 1 sharpens
   * @param topProbability the smallest set of tokens with at least this probability is kept, in (0,
   *     1]
   * @param seed the seed of the random numbers
   */
  record Seeded(double temperature, double topProbability, long seed) implements Sampling {
    public Seeded {
      if (!(temperature > 0) || !(topProbability > 0) || topProbability > 1) {
        throw new IllegalArgumentException(
            "Sampling needs a temperature above 0 and a top probability in (0, 1]; found "
                + temperature
                + " and "
                + topProbability);
      }
    }
  }
}
