package dev.sotto.llm;

import java.util.Arrays;

/**
 * Guesses the next tokens of an answer that copies from its prompt: where the last three tokens or
 * more stand in the prompt, what follows there. After two guesses in a row that were wrong from
 * their first token it is silent for a while, longer each time. It decides only how many tokens are
 * computed at once, never which come. For one generation and one thread. Source: Saxena, Prompt
 * Lookup Decoding (2023).
 */
final class PromptLookup {
  /** The most tokens that are guessed at once. */
  static final int MOST_DRAFTS = 8;

  private static final int FEWEST_DRAFTS = 4;
  private static final int LEAST_MATCH = 3;
  private static final int MOST_MATCH = 16;
  private static final int MISSES = 2;
  private static final int FIRST_SILENCE = 16;
  private static final int LONGEST_SILENCE = 128;

  private final int[] prompt;
  private int[] written;
  private int length;
  private int drafts = FEWEST_DRAFTS;
  private int misses;
  private int silence = FIRST_SILENCE;
  private int silentUntil;

  PromptLookup(int[] prompt) {
    this.prompt = prompt;
    this.written = Arrays.copyOf(prompt, prompt.length + 64);
    this.length = prompt.length;
  }

  /** Tells which token came. */
  void accept(int token) {
    if (length == written.length) {
      written = Arrays.copyOf(written, 2 * length);
    }
    written[length++] = token;
  }

  /** Returns at most so many guesses, none if there is nothing to go by. */
  int[] propose(int most) {
    int wanted = Math.min(most, drafts);
    if (wanted < 1 || length < silentUntil || length < LEAST_MATCH) {
      return new int[0];
    }
    int best = -1;
    int bestMatch = LEAST_MATCH - 1;
    for (int end = prompt.length - 1; end >= LEAST_MATCH; end--) {
      if (prompt[end - 1] == written[length - 1]) {
        int match = matchBefore(end);
        if (match > bestMatch) {
          best = end;
          bestMatch = match;
        }
      }
    }
    return best < 0
        ? new int[0]
        : Arrays.copyOfRange(prompt, best, Math.min(prompt.length, best + wanted));
  }

  /** Returns how many tokens before a place of the prompt equal the last ones. */
  private int matchBefore(int end) {
    int match = 0;
    while (match < MOST_MATCH
        && match < end
        && prompt[end - 1 - match] == written[length - 1 - match]) {
      match++;
    }
    return match;
  }

  /** Tells how many of the guesses came true. */
  void judged(int proposed, int accepted) {
    if (accepted > 0) {
      misses = 0;
      silence = FIRST_SILENCE;
      drafts = accepted == proposed ? MOST_DRAFTS : FEWEST_DRAFTS;
    } else if (++misses == MISSES) {
      misses = 0;
      drafts = FEWEST_DRAFTS;
      silentUntil = length + silence;
      silence = Math.min(2 * silence, LONGEST_SILENCE);
    }
  }

  @Override
  public String toString() {
    return "PromptLookup[" + prompt.length + " + " + (length - prompt.length) + " tokens]";
  }
}
