package dev.sotto.llm.gguf;

import java.util.List;

/**
 * What the head of a GGUF file says of one tensor.
 *
 * @param name its name in the file
 * @param type how numbers are stored
 * @param dimensions sizes, the fastest running first: a matrix is [columns, rows]
 */
public record TensorShape(String name, TensorType type, List<Long> dimensions) {
  public TensorShape {
    dimensions = List.copyOf(dimensions);
  }

  /** Returns how many numbers it holds, at most {@link Long#MAX_VALUE}. */
  public long elements() {
    long elements = 1;
    for (long size : dimensions) {
      elements = elements > Long.MAX_VALUE / size ? Long.MAX_VALUE : elements * size;
    }
    return elements;
  }

  @Override
  public String toString() {
    return "TensorShape[" + type + ", " + dimensions + "]";
  }
}
