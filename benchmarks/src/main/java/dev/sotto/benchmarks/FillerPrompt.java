package dev.sotto.benchmarks;

import dev.sotto.model.LanguageModel;
import dev.sotto.model.Prompt;
import java.util.Random;

/** Prompts of a wanted length that share no beginning with any other. */
final class FillerPrompt {
  private static final String[] WORDS =
      ("river stone morning letter window garden bridge paper silver walking station winter coffee"
              + " number meeting ticket yellow corner market engine bottle summer pocket island")
          .split(" ");

  private final LanguageModel model;
  private final Random random;

  FillerPrompt(LanguageModel model, long seed) {
    this.model = model;
    this.random = new Random(seed);
  }

  /** Returns a prompt of at most so many tokens, and at least three fewer. */
  Prompt ofTokens(int tokens) {
    StringBuilder text = new StringBuilder();
    Prompt prompt = prompt(text);
    while (true) {
      int missing = tokens - model.countTokens(prompt);
      if (missing <= 0) {
        return prompt;
      }
      StringBuilder longer = new StringBuilder(text);
      for (int i = 0; i < Math.max(1, missing / 2); i++) {
        longer.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      Prompt next = prompt(longer);
      if (model.countTokens(next) > tokens) {
        return prompt;
      }
      text = longer;
      prompt = next;
    }
  }

  private static Prompt prompt(StringBuilder text) {
    return Prompt.of(text.toString(), "Go on.");
  }
}
