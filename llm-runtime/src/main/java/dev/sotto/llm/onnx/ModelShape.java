package dev.sotto.llm.onnx;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.model.UnsupportedModelException;

/**
 * The sizes of a model.
 *
 * @param architecture which family it belongs to
 * @param layers number of blocks
 * @param hidden width of the residual stream
 * @param feedForward width between the two halves of a block's feed-forward part
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads, a divisor of {@code heads}
 * @param headSize numbers of a head
 * @param context how many tokens it may see, at most {@link #MAX_CONTEXT}
 * @param epsilon what the norms add to the mean square
 * @param ropeBase base of the rotary frequencies
 * @param ropeFactor what positions are divided by before they are turned into angles
 * @param localRopeBase base of the rotary frequencies of layers that see only a window
 * @param window how many tokens, itself included, a token sees in such layers; 0 where there are
 *     none
 */
public record ModelShape(
    Architecture architecture,
    int layers,
    int hidden,
    int feedForward,
    int heads,
    int keyValueHeads,
    int headSize,
    int context,
    float epsilon,
    double ropeBase,
    double ropeFactor,
    double localRopeBase,
    int window) {
  /** The longest context that is offered, whatever the file says: memory is for the records. */
  public static final int MAX_CONTEXT = 8192;

  /**
   * Reads the sizes from a model's metadata.
   *
   * @throws UnsupportedModelException if the architecture or a size is not supported
   */
  public static ModelShape from(GgufMetadata metadata) {
    Architecture architecture = Architecture.from(metadata);
    String prefix = architecture.prefix();
    refuseExperts(metadata, prefix);
    int layers = metadata.integer(prefix + "block_count", 1, 1 << 10);
    int hidden = metadata.integer(prefix + "embedding_length", 32, 1 << 16);
    int heads = metadata.integer(prefix + "attention.head_count", 1, 1 << 10);
    int keyValueHeads = optional(metadata, prefix + "attention.head_count_kv", heads, heads);
    int headSize = optional(metadata, prefix + "attention.key_length", hidden / heads, 1 << 10);
    int valueSize = optional(metadata, prefix + "attention.value_length", headSize, 1 << 10);
    int rotated = optional(metadata, prefix + "rope.dimension_count", headSize, 1 << 10);
    int feedForward = metadata.integer(prefix + "feed_forward_length", 32, 1 << 18);
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
    return new ModelShape(
        architecture,
        layers,
        hidden,
        feedForward,
        heads,
        keyValueHeads,
        headSize,
        Math.min(MAX_CONTEXT, metadata.integer(prefix + "context_length", 16, Integer.MAX_VALUE)),
        (float) positive(metadata, prefix + "attention.layer_norm_rms_epsilon", 1e-5, 1),
        positive(metadata, prefix + "rope.freq_base", 10_000, 1e12),
        ropeFactor(metadata, prefix),
        positive(metadata, prefix + "rope.freq_base_swa", architecture.localRopeBase(), 1e12),
        window(metadata, architecture, layers));
  }

  private static int window(GgufMetadata metadata, Architecture architecture, int layers) {
    for (int layer = 0; layer < layers; layer++) {
      if (architecture.isLocal(layer)) {
        return metadata.integer(
            architecture.prefix() + "attention.sliding_window", 1, Integer.MAX_VALUE);
      }
    }
    return 0;
  }

  /** Returns what the products of queries and keys are multiplied by. */
  float attentionScale() {
    return architecture.attentionScale(layers, hidden, heads, headSize);
  }

  /** Returns how many numbers one token takes in a key or value cache of one layer. */
  public int cacheWidth() {
    return keyValueHeads * headSize;
  }

  private static int optional(GgufMetadata metadata, String key, int otherwise, int most) {
    return metadata.has(key) ? metadata.integer(key, 1, most) : otherwise;
  }

  private static double positive(GgufMetadata metadata, String key, double otherwise, double most) {
    double value = metadata.findNumber(key).orElse(otherwise);
    if (!(value > 0 && value <= most)) {
      throw new UnsupportedModelException(
          "The model's " + key + " is " + value + "; allowed are 0 (not itself) to " + most);
    }
    return value;
  }

  private static void refuseExperts(GgufMetadata metadata, String prefix) {
    long experts = metadata.findInteger(prefix + "expert_count").orElse(0L);
    if (experts > 0) {
      throw new UnsupportedModelException(
          "The model has " + experts + " experts a layer; supported are models without experts");
    }
  }

  private static double ropeFactor(GgufMetadata metadata, String prefix) {
    String scaling = metadata.findString(prefix + "rope.scaling.type").orElse("none");
    return switch (scaling) {
      case "none" -> 1;
      case "linear" -> positive(metadata, prefix + "rope.scaling.factor", 1, 1e6);
      default ->
          throw new UnsupportedModelException(
              "The model scales its rotary positions by "
                  + GgufMetadata.shown(scaling)
                  + "; supported are none and linear");
    };
  }
}
