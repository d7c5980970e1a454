package dev.sotto.llm;

import dev.sotto.llm.gguf.TensorShape;
import dev.sotto.llm.gguf.TensorType;
import dev.sotto.llm.onnx.ModelShape;
import java.util.List;

/**
 * How much memory a model takes when it answers, estimated from the head of its file: its weights
 * as they are imported, keys and values of {@link #CONTEXT_TOKENS} tokens, and what the program
 * takes beside. An estimate, not a bound: longer prompts take more.
 *
 * @param weightBytes weights after the import
 * @param cacheBytes keys and values
 * @param overheadBytes the Java machine, embedding models, an index, buffers
 */
public record MemoryNeed(long weightBytes, long cacheBytes, long overheadBytes) {
  /** How long a conversation is estimated for. */
  public static final int CONTEXT_TOKENS = 2048;

  private static final long OVERHEAD_BYTES = 600L << 20;
  private static final double SHARE_OF_WEIGHTS = 0.8;
  private static final int MOST_IN_BLOCK = 32;
  private static final int SCALE_BYTES = 4;
  private static final String EMBEDDING = "token_embd.weight";

  static MemoryNeed of(ModelShape shape, List<TensorShape> tensors) {
    double weights = 0;
    for (TensorShape tensor : tensors) {
      weights += tensor.elements() * bytesEach(tensor);
    }
    long tokens = Math.min(CONTEXT_TOKENS, shape.context());
    long cache = 2L * Float.BYTES * shape.layers() * shape.cacheWidth() * tokens;
    return new MemoryNeed((long) weights, cache, OVERHEAD_BYTES);
  }

  private static double bytesEach(TensorShape tensor) {
    if (tensor.dimensions().size() < 2) {
      return Float.BYTES;
    }
    TensorType type = tensor.type();
    boolean fourBits = type.fitsFourBits() && !tensor.name().equals(EMBEDDING);
    int block = type.isCoded() ? Math.min(MOST_IN_BLOCK, type.groupElements()) : MOST_IN_BLOCK;
    double zeroPoints = !type.isCoded() || type.hasMinimums() ? 1 : 0;
    return (fourBits ? 0.5 : 1) + (SCALE_BYTES + zeroPoints) / block;
  }

  /** Returns the sum. */
  public long totalBytes() {
    return weightBytes + cacheBytes + overheadBytes;
  }

  /**
   * Returns how many parameters a model may have about, so that it fits.
   *
   * @param availableBytes what there is
   * @param bits 4 or 8, of its weights
   */
  public static long parametersThatFit(long availableBytes, int bits) {
    double each = bits / 8.0 + (double) SCALE_BYTES / MOST_IN_BLOCK;
    double forWeights = (availableBytes - OVERHEAD_BYTES) * SHARE_OF_WEIGHTS;
    return Math.max(0, (long) (forWeights / each));
  }
}
