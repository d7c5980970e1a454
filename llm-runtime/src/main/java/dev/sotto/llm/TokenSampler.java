package dev.sotto.llm;

import dev.sotto.model.Sampling;
import dev.sotto.model.TokenChoice;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Takes the next token from logits. For one generation and one thread. */
final class TokenSampler {
  /** Tokens this much less likely than the best (natural logarithm) are never drawn. */
  private static final double NEGLIGIBLE = 20;

  private final Sampling sampling;
  private final SplittableRandom random;

  TokenSampler(Sampling sampling) {
    this.sampling = sampling;
    this.random =
        switch (sampling) {
          case Sampling.Greedy greedy -> new SplittableRandom(0);
          case Sampling.Seeded seeded -> new SplittableRandom(seeded.seed());
        };
  }

  /** Returns an allowed token. */
  int choose(float[] logits, TokenChoice choice) {
    return switch (sampling) {
      case Sampling.Greedy greedy -> best(logits, choice);
      case Sampling.Seeded seeded -> draw(logits, choice, seeded);
    };
  }

  private static int best(float[] logits, TokenChoice choice) {
    int best = -1;
    switch (choice) {
      case TokenChoice.Any any -> {
        best = 0;
        for (int token = 1; token < logits.length; token++) {
          if (logits[token] > logits[best]) {
            best = token;
          }
        }
      }
      case TokenChoice.Only only -> {
        for (int token : only.tokens()) {
          if (best < 0
              || logits[token] > logits[best]
              || (logits[token] == logits[best] && token < best)) {
            best = token;
          }
        }
      }
    }
    return best;
  }

  private int draw(float[] logits, TokenChoice choice, Sampling.Seeded seeded) {
    double most = logits[best(logits, choice)];
    double least = most - NEGLIGIBLE * seeded.temperature();
    long[] candidates =
        switch (choice) {
          case TokenChoice.Any any -> candidates(logits, least);
          case TokenChoice.Only only ->
              Arrays.stream(only.tokens())
                  .distinct()
                  .filter(token -> logits[token] >= least)
                  .mapToLong(token -> sortable(logits[token], token))
                  .toArray();
        };
    Arrays.sort(candidates);
    double[] weights = new double[candidates.length];
    double total = 0;
    for (int i = 0; i < candidates.length; i++) {
      weights[i] = Math.exp((logits[(int) candidates[i]] - most) / seeded.temperature());
      total += weights[i];
    }
    double kept = 0;
    int count = 0;
    while (count < candidates.length && kept < seeded.topProbability() * total) {
      kept += weights[count++];
    }
    double target = random.nextDouble() * kept;
    for (int i = 0; i < count - 1; i++) {
      target -= weights[i];
      if (target < 0) {
        return (int) candidates[i];
      }
    }
    return (int) candidates[count - 1];
  }

  private static long[] candidates(float[] logits, double least) {
    long[] candidates = new long[256];
    int count = 0;
    for (int token = 0; token < logits.length; token++) {
      if (logits[token] >= least) {
        if (count == candidates.length) {
          candidates = Arrays.copyOf(candidates, 2 * count);
        }
        candidates[count++] = sortable(logits[token], token);
      }
    }
    return Arrays.copyOf(candidates, count);
  }

  /** Sorts by falling logit, then by rising token, with the token in the lower 32 bits. */
  private static long sortable(float logit, int token) {
    int bits = Float.floatToIntBits(logit);
    int rising = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) ~rising << 32) | token;
  }

  /** Returns the natural logarithm of a token's probability among all tokens. */
  static double logProbability(float[] logits, int token) {
    float most = logits[0];
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    float least = most - (float) NEGLIGIBLE;
    double sum = 0;
    for (float logit : logits) {
      if (logit > least) {
        sum += Math.exp(logit - most);
      }
    }
    return logits[token] - most - Math.log(sum);
  }
}
