package dev.sotto.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every language model keeps to. Subclasses say which model. */
public abstract class LanguageModelContract {
  private static final Prompt PROMPT = Prompt.of("Be brief.", "Say something about the sea.");

  /** Returns the model; the subclass owns it. */
  protected abstract LanguageModel model();

  @Test
  final void streamsExactlyTheTextThatItReturns() {
    StringBuilder streamed = new StringBuilder();

    Generation generation =
        generate(Sampling.GREEDY, TokenFilter.Factory.UNRESTRICTED, streamed::append);

    assertThat(streamed).hasToString(generation.text());
    assertThat(generation.promptTokens()).isEqualTo(model().countTokens(PROMPT));
  }

  @Test
  final void writesTheSameTextForTheSameSeed() {
    Sampling sampling = new Sampling.Seeded(0.9, 0.95, 42);

    assertThat(text(sampling)).isEqualTo(text(sampling));
  }

  @Test
  final void writesTheSameTextGreedily() {
    assertThat(text(Sampling.GREEDY)).isEqualTo(text(Sampling.GREEDY));
  }

  @Test
  final void generatesOnlyTokensThatTheFilterAllows() {
    TokenVocabulary vocabulary = model().vocabulary();
    int end = endOfTurn(vocabulary);
    int letter = singleByte(vocabulary, (byte) 'x');
    List<Integer> accepted = new ArrayList<>();

    Generation generation =
        generate(
            Sampling.GREEDY,
            v -> onlyLetterThenEnd(letter, end, accepted),
            GenerationListener.SILENT);

    assertThat(generation.text()).isEqualTo("xxx");
    assertThat(accepted).containsExactly(letter, letter, letter);
    assertThat(generation.stop()).isEqualTo(Generation.Stop.END_OF_TURN);
  }

  @Test
  final void stopsWhenItIsCancelled() {
    Generation generation =
        model()
            .generate(
                PROMPT,
                GenerationSettings.greedy(20),
                TokenFilter.Factory.UNRESTRICTED,
                GenerationListener.SILENT,
                () -> true);

    assertThat(generation.stop()).isEqualTo(Generation.Stop.CANCELLED);
    assertThat(generation.text()).isEmpty();
  }

  private String text(Sampling sampling) {
    return generate(sampling, TokenFilter.Factory.UNRESTRICTED, GenerationListener.SILENT).text();
  }

  private Generation generate(
      Sampling sampling, TokenFilter.Factory filter, GenerationListener listener) {
    return model()
        .generate(
            PROMPT, new GenerationSettings(20, sampling), filter, listener, Cancellation.NEVER);
  }

  private static TokenFilter onlyLetterThenEnd(int letter, int end, List<Integer> accepted) {
    return new TokenFilter() {
      @Override
      public TokenChoice next() {
        return new TokenChoice.Only(new int[] {accepted.size() < 3 ? letter : end});
      }

      @Override
      public void accept(int token) {
        accepted.add(token);
      }
    };
  }

  private static int endOfTurn(TokenVocabulary vocabulary) {
    for (int token = 0; token < vocabulary.size(); token++) {
      if (vocabulary.endsTurn(token)) {
        return token;
      }
    }
    throw new AssertionError("a vocabulary has a token that ends the turn");
  }

  private static int singleByte(TokenVocabulary vocabulary, byte wanted) {
    for (int token = 0; token < vocabulary.size(); token++) {
      byte[] bytes = vocabulary.bytes(token);
      if (bytes.length == 1 && bytes[0] == wanted) {
        return token;
      }
    }
    throw new AssertionError("a vocabulary has a token for every letter");
  }
}
