package dev.sotto.llm.gguf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the numbers of a tensor are stored, with the type numbers of ggml. A row is a whole number of
 * blocks. Source: the enumeration {@code ggml_type} and the block layouts of the ggml project.
 */
public enum TensorType {
  F32(0, 1, 4, 0, false),
  F16(1, 1, 2, 0, false),
  BF16(30, 1, 2, 0, false),
  Q4_0(2, 32, 18, 32, false),
  Q4_1(3, 32, 20, 32, true),
  Q5_0(6, 32, 22, 32, false),
  Q5_1(7, 32, 24, 32, true),
  Q8_0(8, 32, 34, 32, false),
  Q2_K(10, 256, 84, 16, true),
  Q3_K(11, 256, 110, 16, false),
  Q4_K(12, 256, 144, 32, true),
  Q5_K(13, 256, 176, 32, true),
  Q6_K(14, 256, 210, 16, false),
  IQ4_NL(20, 32, 18, 32, false),
  IQ4_XS(23, 256, 136, 32, false),
  MXFP4(39, 32, 17, 32, false);

  private static final String[] NAMES = {
    "F32", "F16", "Q4_0", "Q4_1", "type 4", "type 5", "Q5_0", "Q5_1", "Q8_0", "Q8_1", "Q2_K",
    "Q3_K", "Q4_K", "Q5_K", "Q6_K", "Q8_K", "IQ2_XXS", "IQ2_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL",
    "IQ3_S", "IQ2_S", "IQ4_XS", "I8", "I16", "I32", "I64", "F64", "IQ1_M", "BF16", "type 31",
    "type 32", "type 33", "TQ1_0", "TQ2_0", "type 36", "type 37", "type 38", "MXFP4", "NVFP4"
  };
  private static final Map<Integer, TensorType> BY_NUMBER = new HashMap<>();

  static {
    for (TensorType type : values()) {
      BY_NUMBER.put(type.number, type);
    }
  }

  private final int number;
  private final int blockElements;
  private final int blockBytes;
  private final int groupElements;
  private final boolean minimums;

  TensorType(int number, int blockElements, int blockBytes, int groupElements, boolean minimums) {
    this.number = number;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
    this.groupElements = groupElements;
    this.minimums = minimums;
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

  /** Returns whether numbers are codes times a scale, rather than floating-point numbers. */
  public boolean isCoded() {
    return groupElements > 0;
  }

  /** Returns how many codes share a scale: 16 or 32, or 0 for floating-point numbers. */
  public int groupElements() {
    return groupElements;
  }

  /** Returns whether a group has a minimum that is added to each code times scale. */
  public boolean hasMinimums() {
    return minimums;
  }

  /** Returns whether all codes lie in -8 to 7 and need no minimum. */
  public boolean fitsFourBits() {
    return this == Q4_0 || this == Q3_K;
  }

  /** Returns the bytes of a row of this many numbers, a multiple of the block. */
  public long rowBytes(long elements) {
    return elements / blockElements * blockBytes;
  }

  static Optional<TensorType> find(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  static String nameOf(int number) {
    return number >= 0 && number < NAMES.length ? NAMES[number] : "type " + number;
  }
}
