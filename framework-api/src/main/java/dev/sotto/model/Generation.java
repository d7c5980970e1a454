package dev.sotto.model;

import java.time.Duration;

/**
 * What a generation produced.
 *
 * @param text the whole text, without control tokens
 * @param stop why it ended
 * @param promptTokens how many tokens the prompt had
 * @param generatedTokens how many tokens were generated, the ending one not counted
 * @param prefill how long the prompt took
 * @param firstToken time from the call to the first generated token
 * @param total time of the whole call
 * @param meanLogProbability mean natural log-probability of the generated tokens before filtering,
 *     those that a filter forced left out; 0 when none
 */
public record Generation(
    String text,
    Stop stop,
    int promptTokens,
    int generatedTokens,
    Duration prefill,
    Duration firstToken,
    Duration total,
    double meanLogProbability) {
  /** Why a generation ended. */
  public enum Stop {
    END_OF_TURN,
    TOKEN_LIMIT,
    CONTEXT_FULL,
    CANCELLED
  }

  @Override
  public String toString() {
    return "Generation[" + stop + ", " + promptTokens + " + " + generatedTokens + " tokens]";
  }
}
