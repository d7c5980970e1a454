package dev.sotto.assistant;

import java.time.Duration;

/**
 * How long the steps of an answer took.
 *
 * @param search the hybrid search and the choice of windows
 * @param firstToken from asking the model to the first generated token, zero without a model call
 * @param total from question to answer
 * @param promptTokens tokens of the prompt, 0 without a model call
 * @param generatedTokens generated tokens
 */
public record AnswerTimings(
    Duration search, Duration firstToken, Duration total, int promptTokens, int generatedTokens) {}
