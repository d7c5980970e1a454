package dev.sotto.llm.token;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.model.UnsupportedModelException;

/**
 * Turns text into tokens. It only ever gives ordinary tokens: control tokens written in a text stay
 * text. Immutable and safe for all threads.
 */
public interface TextTokenizer {
  /** Returns the tokens of a text that stands between control tokens, none for an empty one. */
  int[] encode(String text);

  /**
   * Reads the tokenizer of a model.
   *
   * @throws UnsupportedModelException if it is of a kind that is not supported, or damaged
   */
  static TextTokenizer from(GgufMetadata metadata, GgufVocabulary vocabulary) {
    return switch (vocabulary.kind()) {
      case BYTE_LEVEL -> BytePairTokenizer.from(metadata, vocabulary);
      case SENTENCE_PIECE -> SentencePieceTokenizer.from(metadata, vocabulary);
    };
  }
}
