package dev.sotto.llm.onnx;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.model.UnsupportedModelException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The families of models whose graph can be built, by the name that stands in the file. All are
 * decoders with grouped query attention, rotary positions and a gated feed-forward part; an element
 * says what differs. Source: the model definitions of the llama.cpp project.
 */
enum Architecture {
  LLAMA("llama", true),
  MISTRAL("mistral", true),
  MISTRAL3("mistral3", true),
  SMOLLM3("smollm3", true),
  QWEN2("qwen2", false),
  QWEN3("qwen3", false),
  GEMMA3("gemma3", false);

  private static final int GEMMA_LAYERS_A_GLOBAL_ONE = 6;
  private static final int GEMMA_LAYERS_OF_THE_LARGEST = 62;
  private static final double GEMMA_LOCAL_ROPE_BASE = 10_000;
  private static final int SMOLLM_LAYERS_A_POSITIONLESS_ONE = 4;

  private final String name;
  private final boolean interleaved;

  Architecture(String name, boolean interleaved) {
    this.name = name;
    this.interleaved = interleaved;
  }

  /**
   * Reads which family a model belongs to.
   *
   * @throws UnsupportedModelException if it is none of these
   */
  static Architecture from(GgufMetadata metadata) {
    String found = metadata.string("general.architecture");
    for (Architecture architecture : values()) {
      if (architecture.name.equals(found)) {
        return architecture;
      }
    }
    throw new UnsupportedModelException(
        "The model's architecture is "
            + GgufMetadata.shown(found)
            + "; supported are "
            + Arrays.stream(values())
                .map(architecture -> architecture.name)
                .collect(Collectors.joining(", "))
            + ". Use a model of one of these.");
  }

  /** Returns what the keys of the model's sizes begin with. */
  String prefix() {
    return name + ".";
  }

  /**
   * Returns whether rows of query and key weights stand in the file with the two halves of a head
   * interleaved.
   */
  boolean interleaved() {
    return interleaved;
  }

  /** Returns whether queries and keys are normed head by head. */
  boolean normsHeads() {
    return this == QWEN3 || this == GEMMA3;
  }

  /** Returns whether the outputs of attention and feed-forward part are normed once more. */
  boolean normsOutputs() {
    return this == GEMMA3;
  }

  /** Returns whether the gate opens by GELU rather than by SiLU. */
  boolean opensByGelu() {
    return this == GEMMA3;
  }

  /** Returns what looked-up embeddings are multiplied by. */
  float embeddingScale(int hidden) {
    return this == GEMMA3 ? (float) Math.sqrt(hidden) : 1;
  }

  /** Returns what the products of queries and keys are multiplied by. */
  float attentionScale(int layers, int hidden, int heads, int headSize) {
    boolean byWidth = this == GEMMA3 && layers == GEMMA_LAYERS_OF_THE_LARGEST;
    return (float) (1 / Math.sqrt(byWidth ? (double) hidden / heads : headSize));
  }

  /** Returns whether a layer sees only the tokens in a window, with rotary positions of its own. */
  boolean isLocal(int layer) {
    return this == GEMMA3 && (layer + 1) % GEMMA_LAYERS_A_GLOBAL_ONE != 0;
  }

  /** Returns whether a layer turns queries and keys by their positions. */
  boolean isRotated(int layer) {
    return this != SMOLLM3 || (layer + 1) % SMOLLM_LAYERS_A_POSITIONLESS_ONE != 0;
  }

  /** Returns the rotary base of local layers, unless the file names another. */
  double localRopeBase() {
    return GEMMA_LOCAL_ROPE_BASE;
  }
}
