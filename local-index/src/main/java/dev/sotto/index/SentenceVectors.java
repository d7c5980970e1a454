package dev.sotto.index;

import java.util.List;
import org.apache.lucene.util.BytesRef;

/**
 * The vectors of a passage's sentences in the order of {@code Sentences.of}, a byte a dimension, as
 * they stand beside the passage in the index: two bytes of dimensions, then for each vector a float
 * scale and its bytes. Stateless.
 */
final class SentenceVectors {
  private static final int HEADER = 2;
  private static final int MOST = 127;

  private SentenceVectors() {}

  /** Returns the bytes of vectors that all have the same dimensions. */
  static BytesRef encode(List<float[]> vectors) {
    int dimensions = vectors.isEmpty() ? 0 : vectors.getFirst().length;
    int stride = Float.BYTES + dimensions;
    byte[] bytes = new byte[HEADER + vectors.size() * stride];
    bytes[0] = (byte) (dimensions >>> 8);
    bytes[1] = (byte) dimensions;
    int at = HEADER;
    for (float[] vector : vectors) {
      float largest = 1e-9f;
      for (float value : vector) {
        largest = Math.max(largest, Math.abs(value));
      }
      float scale = largest / MOST;
      int bits = Float.floatToIntBits(scale);
      for (int i = 0; i < Float.BYTES; i++) {
        bytes[at + i] = (byte) (bits >>> (24 - 8 * i));
      }
      for (int i = 0; i < dimensions; i++) {
        bytes[at + Float.BYTES + i] = (byte) Math.round(vector[i] / scale);
      }
      at += stride;
    }
    return new BytesRef(bytes);
  }

  /**
   * Returns the dot product of a vector with each of the stored ones, within about 0.01; nothing
   * where the dimensions differ.
   */
  static double[] similarities(float[] vector, BytesRef encoded) {
    byte[] bytes = encoded.bytes;
    int dimensions = (bytes[encoded.offset] & 0xFF) << 8 | (bytes[encoded.offset + 1] & 0xFF);
    if (dimensions != vector.length) {
      return new double[0];
    }
    int stride = Float.BYTES + dimensions;
    double[] similarities = new double[(encoded.length - HEADER) / stride];
    for (int n = 0; n < similarities.length; n++) {
      int at = encoded.offset + HEADER + n * stride;
      int bits = 0;
      for (int i = 0; i < Float.BYTES; i++) {
        bits = bits << 8 | (bytes[at + i] & 0xFF);
      }
      float sum = 0;
      for (int i = 0; i < dimensions; i++) {
        sum += vector[i] * bytes[at + Float.BYTES + i];
      }
      similarities[n] = (double) sum * Float.intBitsToFloat(bits);
    }
    return similarities;
  }
}
