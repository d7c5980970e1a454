package dev.sotto.benchmarks;

import dev.sotto.model.Cancellation;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.ModelDescription;
import dev.sotto.model.Prompt;
import dev.sotto.model.TokenChoice;
import dev.sotto.model.TokenFilter;
import dev.sotto.model.TokenVocabulary;

/**
 * A language model that remembers when it was last asked and when the first token came. Closing it
 * closes the model it watches.
 */
final class FirstTokenWatch implements LanguageModel {
  private final LanguageModel watched;
  private long calledNanos;
  private long firstTokenNanos;
  private boolean seen;

  FirstTokenWatch(LanguageModel watched) {
    this.watched = watched;
  }

  /** Forgets the last generation. */
  void reset() {
    seen = false;
  }

  /** Returns whether a token was generated since {@link #reset}. */
  boolean hasSeenOne() {
    return seen;
  }

  /** Returns the nano time at which the last generation was asked for. */
  long calledNanos() {
    return calledNanos;
  }

  /** Returns the nano time of the first token since {@link #reset}. */
  long firstTokenNanos() {
    return firstTokenNanos;
  }

  @Override
  public ModelDescription description() {
    return watched.description();
  }

  @Override
  public TokenVocabulary vocabulary() {
    return watched.vocabulary();
  }

  @Override
  public int countTokens(Prompt prompt) {
    return watched.countTokens(prompt);
  }

  @Override
  public Generation generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenFilter.Factory filter,
      GenerationListener listener,
      Cancellation cancellation) {
    calledNanos = System.nanoTime();
    return watched.generate(
        prompt,
        settings,
        vocabulary -> new Watching(filter.create(vocabulary)),
        listener,
        cancellation);
  }

  @Override
  public void close() {
    watched.close();
  }

  private final class Watching implements TokenFilter {
    private final TokenFilter filter;

    private Watching(TokenFilter filter) {
      this.filter = filter;
    }

    @Override
    public TokenChoice next() {
      return filter.next();
    }

    @Override
    public void accept(int token) {
      if (!seen) {
        firstTokenNanos = System.nanoTime();
        seen = true;
      }
      filter.accept(token);
    }
  }
}
