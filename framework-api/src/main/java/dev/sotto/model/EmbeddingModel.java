package dev.sotto.model;

import dev.sotto.text.TextLanguage;
import java.util.List;

/**
 * Turns text into vectors of unit length whose dot product tells nearness of meaning. Safe for all
 * threads; owns native memory until {@link #close}, which is idempotent.
 *
 * <p>Text beyond the model's window (about 512 tokens) is not seen: callers cut passages shorter.
 */
public interface EmbeddingModel extends AutoCloseable {
  /**
   * Returns a short stable name such as {@code bge-small-en-v1.5}; vectors of different names never
   * mix.
   */
  String name();

  /** Returns the length of its vectors. */
  int dimensions();

  /** Returns the language whose texts it is made for. */
  TextLanguage language();

  /** Returns one vector for each text, in order. */
  List<float[]> embedPassages(List<String> texts);

  /**
   * Returns the vector of a question, with the model's own instruction for questions in front where
   * it has one.
   */
  float[] embedQuestion(String question);

  @Override
  void close();
}
