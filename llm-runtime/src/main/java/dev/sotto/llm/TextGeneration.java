package dev.sotto.llm;

import dev.sotto.model.Cancellation;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.TokenFilter;
import dev.sotto.model.TokenVocabulary;
import java.time.Duration;

/** One assistant turn being written. For one thread. */
final class TextGeneration {
  private final LlamaSession session;
  private final TokenVocabulary vocabulary;
  private final int context;
  private final GenerationListener listener;
  private final Cancellation cancellation;
  private final StringBuilder text = new StringBuilder();
  private final WholeCharacters characters = new WholeCharacters();
  private int generated;
  private double logProbabilities;
  private long firstToken;

  TextGeneration(
      LlamaSession session,
      TokenVocabulary vocabulary,
      int context,
      GenerationListener listener,
      Cancellation cancellation) {
    this.session = session;
    this.vocabulary = vocabulary;
    this.context = context;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /** Writes the turn; {@code called} is the nano time from which timings count. */
  Generation run(int[] prompt, GenerationSettings settings, TokenFilter filter, long called) {
    long started = System.nanoTime();
    boolean taken = session.begin(prompt, cancellation);
    long prefilled = System.nanoTime();
    firstToken = prefilled;
    Generation.Stop stop = taken ? write(settings, filter) : Generation.Stop.CANCELLED;
    return new Generation(
        text.toString(),
        stop,
        prompt.length,
        generated,
        Duration.ofNanos(prefilled - started),
        Duration.ofNanos(firstToken - called),
        Duration.ofNanos(System.nanoTime() - called),
        generated == 0 ? 0 : logProbabilities / generated);
  }

  private Generation.Stop write(GenerationSettings settings, TokenFilter filter) {
    TokenSampler sampler = new TokenSampler(settings.sampling());
    while (true) {
      if (cancellation.requested()) {
        return Generation.Stop.CANCELLED;
      }
      float[] logits = session.logits();
      int token = sampler.choose(logits, filter.next());
      if (generated == 0) {
        firstToken = System.nanoTime();
      }
      if (vocabulary.endsTurn(token)) {
        return Generation.Stop.END_OF_TURN;
      }
      filter.accept(token);
      logProbabilities += TokenSampler.logProbability(logits, token);
      generated++;
      String piece = characters.add(vocabulary.bytes(token));
      if (!piece.isEmpty()) {
        text.append(piece);
        listener.text(piece);
      }
      if (generated == settings.maxTokens()) {
        return Generation.Stop.TOKEN_LIMIT;
      }
      if (session.length() == context) {
        return Generation.Stop.CONTEXT_FULL;
      }
      session.add(token);
    }
  }
}
