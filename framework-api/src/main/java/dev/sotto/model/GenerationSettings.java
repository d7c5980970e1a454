package dev.sotto.model;

/**
 * How much to generate and how to choose.
 *
 * @param maxTokens at most this many tokens, at least 1
 * @param sampling how tokens are chosen
 */
public record GenerationSettings(int maxTokens, Sampling sampling) {
  public GenerationSettings {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("Generation needs at least 1 token; found " + maxTokens);
    }
  }

  /** Returns settings for the most likely text. */
  public static GenerationSettings greedy(int maxTokens) {
    return new GenerationSettings(maxTokens, Sampling.GREEDY);
  }
}
