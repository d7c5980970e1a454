package dev.sotto.model;

/**
 * A language model on this computer. One generation at a time: a second thread waits. Owns native
 * memory until {@link #close}, which is idempotent; using a closed model is an {@link
 * IllegalStateException}.
 *
 * <p>It does not check what it writes: facts, numbers and citations are the assistant's to verify.
 */
public interface LanguageModel extends AutoCloseable {
  /** Returns what this model is. */
  ModelDescription description();

  /** Returns its tokens. */
  TokenVocabulary vocabulary();

  /** Returns how many tokens the prompt takes in the model's chat template. */
  int countTokens(Prompt prompt);

  /**
   * Generates one assistant turn.
   *
   * @param prompt what is asked; must leave room in the context
   * @param settings how much and how
   * @param filter which tokens may come; consulted for every token
   * @param listener receives the text as it comes
   * @param cancellation checked between prefill chunks and tokens
   * @throws IllegalArgumentException if the prompt does not fit the context; the message has both
   *     sizes
   */
  Generation generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenFilter.Factory filter,
      GenerationListener listener,
      Cancellation cancellation);

  @Override
  void close();
}
