package dev.sotto.llm.gguf;

/**
 * How the numbers of a tensor are stored, with the type numbers of ggml. A row is a whole number of
 * blocks. Source: the enumeration {@code ggml_type} in the ggml project.
 */
public enum TensorType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q8_0(8, 32, 34);

  private static final String[] NAMES = {
    "F32", "F16", "Q4_0", "Q4_1", "type 4", "type 5", "Q5_0", "Q5_1", "Q8_0", "Q8_1", "Q2_K",
    "Q3_K", "Q4_K", "Q5_K", "Q6_K", "Q8_K", "IQ2_XXS", "IQ2_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL",
    "IQ3_S", "IQ2_S", "IQ4_XS", "I8", "I16", "I32", "I64", "F64", "IQ1_M", "BF16"
  };

  private final int number;
  private final int blockElements;
  private final int blockBytes;

  TensorType(int number, int blockElements, int blockBytes) {
    this.number = number;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /** Returns the type number that stands in the file. */
  public int number() {
    return number;
  }

  /** Returns how many numbers a block holds. */
  public int blockElements() {
    return blockElements;
  }

  /** Returns how many bytes a block takes. */
  public int blockBytes() {
    return blockBytes;
  }

  /** Returns the bytes of a row of this many numbers, a multiple of the block. */
  public long rowBytes(long elements) {
    return elements / blockElements * blockBytes;
  }

  static String nameOf(int number) {
    return number >= 0 && number < NAMES.length ? NAMES[number] : "type " + number;
  }
}
