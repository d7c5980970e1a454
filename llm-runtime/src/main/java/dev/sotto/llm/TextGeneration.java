package dev.sotto.llm;

import dev.sotto.model.Cancellation;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.TokenFilter;
import dev.sotto.model.TokenVocabulary;
import java.time.Duration;
import java.util.Arrays;

/** One assistant turn being written. For one thread. */
final class TextGeneration {
  private final ModelSession session;
  private final TokenVocabulary vocabulary;
  private final int context;
  private final int[] prompt;
  private final GenerationListener listener;
  private final Cancellation cancellation;
  private final StringBuilder text = new StringBuilder();
  private final WholeCharacters characters = new WholeCharacters();
  private final PromptLookup lookup;
  private final boolean looking;
  private int generated;
  private int weighed;
  private double logProbabilities;
  private long firstToken;

  TextGeneration(
      ModelSession session,
      TokenVocabulary vocabulary,
      int context,
      int[] prompt,
      Speculation speculation,
      GenerationListener listener,
      Cancellation cancellation) {
    this.session = session;
    this.vocabulary = vocabulary;
    this.context = context;
    this.prompt = prompt;
    this.lookup = new PromptLookup(prompt);
    this.looking = speculation == Speculation.PROMPT_LOOKUP;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /** Writes the turn; {@code called} is the nano time from which timings count. */
  Generation run(GenerationSettings settings, TokenFilter filter, long called) {
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
        weighed == 0 ? 0 : logProbabilities / weighed);
  }

  private Generation.Stop write(GenerationSettings settings, TokenFilter filter) {
    TokenSampler sampler = new TokenSampler(settings.sampling());
    int taken = session.length();
    int[] drafts = {};
    int row = 0;
    while (true) {
      if (cancellation.requested()) {
        return Generation.Stop.CANCELLED;
      }
      int[] forced = fitting(filter.forced(), settings, taken);
      if (forced.length > 0) {
        for (int token : forced) {
          filter.accept(token);
          emit(token);
        }
        if (generated == settings.maxTokens()) {
          return Generation.Stop.TOKEN_LIMIT;
        }
        session.rewind(taken);
        session.addAll(forced);
        taken += forced.length;
        drafts = new int[0];
        row = 0;
      }
      float[] logits = session.logits(row);
      int token = sampler.choose(logits, filter.next());
      if (vocabulary.endsTurn(token)) {
        firstToken = generated == 0 ? System.nanoTime() : firstToken;
        return Generation.Stop.END_OF_TURN;
      }
      filter.accept(token);
      logProbabilities += TokenSampler.logProbability(logits, token);
      weighed++;
      emit(token);
      if (generated == settings.maxTokens()) {
        return Generation.Stop.TOKEN_LIMIT;
      }
      if (taken == context) {
        return Generation.Stop.CONTEXT_FULL;
      }
      taken++;
      if (row < drafts.length && drafts[row] == token) {
        row++;
        continue;
      }
      if (drafts.length > 0) {
        lookup.judged(drafts.length, row);
        session.rewind(taken - 1);
      }
      int most = Math.min(context - taken, settings.maxTokens() - generated - 1);
      drafts = looking ? lookup.propose(most) : drafts;
      row = 0;
      int[] step = new int[1 + drafts.length];
      step[0] = token;
      System.arraycopy(drafts, 0, step, 1, drafts.length);
      session.addWithRows(step);
    }
  }

  /** Cuts forced tokens to what settings and context have room for. */
  private int[] fitting(int[] forced, GenerationSettings settings, int taken) {
    int room = Math.min(settings.maxTokens() - generated, context - taken);
    return forced.length <= room ? forced : Arrays.copyOf(forced, room);
  }

  private void emit(int token) {
    if (generated == 0) {
      firstToken = System.nanoTime();
    }
    generated++;
    lookup.accept(token);
    String piece = characters.add(vocabulary.bytes(token));
    if (!piece.isEmpty()) {
      text.append(piece);
      listener.text(piece);
    }
  }
}
