package dev.sotto.model;

import dev.sotto.text.TextLanguage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A language model for tests that wants to write a given text. Where the filter does not allow the
 * next byte of it, it takes the first token that is allowed, like a model that obeys every
 * instruction but the decoder's.
 */
public final class ScriptedLanguageModel implements LanguageModel {
  private static final int MAX_DETOUR = 400;

  private final ByteVocabulary vocabulary = new ByteVocabulary();
  private final List<Prompt> prompts = new ArrayList<>();
  private final byte[] script;

  public ScriptedLanguageModel(String script) {
    this.script = script.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the prompts of all calls. */
  public List<Prompt> prompts() {
    return prompts;
  }

  @Override
  public ModelDescription description() {
    return new ModelDescription("scripted", "0".repeat(64), 4096, Set.of(TextLanguage.ENGLISH));
  }

  @Override
  public TokenVocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public int countTokens(Prompt prompt) {
    return prompt.messages().stream().mapToInt(message -> message.content().length()).sum();
  }

  @Override
  public Generation generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenFilter.Factory factory,
      GenerationListener listener,
      Cancellation cancellation) {
    prompts.add(prompt);
    TokenFilter filter = factory.create(vocabulary);
    StringBuilder text = new StringBuilder();
    int position = 0;
    int tokens = 0;
    Generation.Stop stop = Generation.Stop.TOKEN_LIMIT;
    while (tokens < MAX_DETOUR) {
      if (cancellation.requested()) {
        stop = Generation.Stop.CANCELLED;
        break;
      }
      int wanted = position < script.length ? script[position] & 0xff : vocabulary.endOfTurn();
      int token =
          switch (filter.next()) {
            case TokenChoice.Any any -> wanted;
            case TokenChoice.Only only ->
                Arrays.stream(only.tokens()).anyMatch(t -> t == wanted)
                    ? wanted
                    : Arrays.stream(only.tokens()).min().orElseThrow();
          };
      if (vocabulary.endsTurn(token)) {
        stop = Generation.Stop.END_OF_TURN;
        break;
      }
      filter.accept(token);
      position += token == wanted ? 1 : 0;
      String piece = Character.toString(token);
      text.append(piece);
      listener.text(piece);
      tokens++;
    }
    return new Generation(
        text.toString(),
        stop,
        countTokens(prompt),
        tokens,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        0);
  }

  @Override
  public void close() {}
}
