package dev.sotto.llm.onnx;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.model.UnsupportedModelException;

/**
 * The sizes of a model of the Llama architecture.
 *
 * @param layers number of blocks
 * @param hidden width of the residual stream
 * @param feedForward width between the two halves of a block's feed-forward part
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads, a divisor of {@code heads}
 * @param headSize numbers of a head
 * @param context how many tokens it may see, at most {@link #MAX_CONTEXT}
 * @param epsilon what the norms add to the mean square
 * @param ropeBase base of the rotary frequencies
 */
public record LlamaShape(
    int layers,
    int hidden,
    int feedForward,
    int heads,
    int keyValueHeads,
    int headSize,
    int context,
    float epsilon,
    double ropeBase) {
  /** The longest context that is offered, whatever the file says: memory is for the records. */
  public static final int MAX_CONTEXT = 8192;

  private static final String PREFIX = "llama.";

  /**
   * Reads the sizes from a model's metadata.
   *
   * @throws UnsupportedModelException if the architecture or a size is not supported
   */
  public static LlamaShape from(GgufMetadata metadata) {
    String architecture = metadata.string("general.architecture");
    if (!architecture.equals("llama")) {
      throw new UnsupportedModelException(
          "The model's architecture is "
              + GgufMetadata.shown(architecture)
              + "; supported is llama");
    }
    refuseExperts(metadata);
    refuseRopeScaling(metadata);
    int hidden = metadata.integer(PREFIX + "embedding_length", 32, 1 << 16);
    int heads = metadata.integer(PREFIX + "attention.head_count", 1, 1 << 10);
    int keyValueHeads = optional(metadata, "attention.head_count_kv", heads, heads);
    int headSize = optional(metadata, "attention.key_length", hidden / heads, 1 << 10);
    int valueSize = optional(metadata, "attention.value_length", headSize, 1 << 10);
    int rotated = optional(metadata, "rope.dimension_count", headSize, 1 << 10);
    int feedForward = metadata.integer(PREFIX + "feed_forward_length", 32, 1 << 18);
    if (heads % keyValueHeads != 0
        || headSize % 8 != 0
        || valueSize != headSize
        || rotated != headSize
        || hidden % 32 != 0
        || feedForward % 32 != 0
        || (heads * headSize) % 32 != 0) {
      throw new UnsupportedModelException(
          "The model's sizes can't be run: "
              + heads
              + " heads over "
              + keyValueHeads
              + " of "
              + headSize
              + " numbers, "
              + valueSize
              + " in values, "
              + rotated
              + " rotated, hidden "
              + hidden
              + ", feed-forward "
              + feedForward
              + ". Key and value heads must divide the heads, heads must be alike, rotated whole"
              + " and a multiple of 8, widths a multiple of 32.");
    }
    return new LlamaShape(
        metadata.integer(PREFIX + "block_count", 1, 1 << 10),
        hidden,
        feedForward,
        heads,
        keyValueHeads,
        headSize,
        Math.min(MAX_CONTEXT, metadata.integer(PREFIX + "context_length", 16, Integer.MAX_VALUE)),
        (float) positive(metadata, "attention.layer_norm_rms_epsilon", 1e-5, 1),
        positive(metadata, "rope.freq_base", 10_000, 1e12));
  }

  /** Returns how many numbers one token takes in a key or value cache of one layer. */
  public int cacheWidth() {
    return keyValueHeads * headSize;
  }

  private static int optional(GgufMetadata metadata, String key, int otherwise, int most) {
    return metadata.has(PREFIX + key) ? metadata.integer(PREFIX + key, 1, most) : otherwise;
  }

  private static double positive(GgufMetadata metadata, String key, double otherwise, double most) {
    double value = metadata.findNumber(PREFIX + key).orElse(otherwise);
    if (!(value > 0 && value <= most)) {
      throw new UnsupportedModelException(
          "The model's "
              + PREFIX
              + key
              + " is "
              + value
              + "; allowed are 0 (not itself) to "
              + most);
    }
    return value;
  }

  private static void refuseExperts(GgufMetadata metadata) {
    long experts = metadata.findInteger(PREFIX + "expert_count").orElse(0L);
    if (experts > 0) {
      throw new UnsupportedModelException(
          "The model has " + experts + " experts a layer; supported are models without experts");
    }
  }

  private static void refuseRopeScaling(GgufMetadata metadata) {
    String scaling = metadata.findString(PREFIX + "rope.scaling.type").orElse("none");
    if (!scaling.equals("none")) {
      throw new UnsupportedModelException(
          "The model scales its rotary positions by "
              + GgufMetadata.shown(scaling)
              + "; supported is none");
    }
  }
}
