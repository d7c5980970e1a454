package dev.sotto.llm.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One row of a tensor as it is coded: a weight is {@code code * scale}, plus a minimum where the
 * type has one. Scales and minimums belong to groups of neighbouring codes. Reused from row to row;
 * for one thread. Source: the block layouts and {@code dequantize_row} functions of the ggml
 * project.
 */
public final class CodedRow {
  private static final int SUPER_BLOCK = 256;

  /** Values of the codes of IQ4_NL and IQ4_XS. */
  private static final int[] NON_LINEAR = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  /** Twice the values of the codes of MXFP4 (sign, two bits of exponent, one of fraction). */
  private static final int[] FOUR_BIT_FLOATS = {
    0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12
  };

  private final TensorType type;
  private final byte[] block;
  private final int[] codes;
  private final float[] scales;
  private final float[] minimums;

  /**
   * Makes room for a row.
   *
   * @param type a coded type
   * @param columns how many numbers a row has, a multiple of the type's block
   */
  public CodedRow(TensorType type, int columns) {
    if (!type.isCoded()) {
      throw new IllegalArgumentException(type + " holds numbers, not codes");
    }
    this.type = type;
    this.block = new byte[type.blockBytes()];
    this.codes = new int[columns];
    this.scales = new float[columns / type.groupElements()];
    this.minimums = new float[type.hasMinimums() ? scales.length : 0];
  }

  /** Returns a code, from -128 to 127. */
  public int code(int column) {
    return codes[column];
  }

  /** Returns the scale of a column's group; not a finite number if the file is damaged. */
  public float scale(int column) {
    return scales[column / type.groupElements()];
  }

  /** Writes the numbers that the codes stand for. */
  void writeTo(float[] target) {
    int group = type.groupElements();
    for (int i = 0; i < codes.length; i++) {
      float product = scales[i / group] * codes[i];
      target[i] = type.hasMinimums() ? product + minimums[i / group] : product;
    }
  }

  /** Reads the row that begins at a byte of the data. */
  void read(MemorySegment data, long start) {
    int blocks = codes.length / type.blockElements();
    for (int i = 0; i < blocks; i++) {
      MemorySegment.copy(
          data, ValueLayout.JAVA_BYTE, start + (long) i * block.length, block, 0, block.length);
      int column = i * type.blockElements();
      switch (type) {
        case F32, F16, BF16 -> throw new IllegalStateException(type + " holds no codes");
        case Q4_0 -> readFours(column, 2, -8);
        case Q4_1 -> {
          readFours(column, 4, 0);
          minimums[i] = half(2);
        }
        case Q5_0 -> {
          readFours(column, 6, -16);
          addFifthBits(column, 2);
        }
        case Q5_1 -> {
          readFours(column, 8, 0);
          addFifthBits(column, 4);
          minimums[i] = half(2);
        }
        case Q8_0 -> {
          scales[i] = half(0);
          for (int j = 0; j < 32; j++) {
            codes[column + j] = block[2 + j];
          }
        }
        case Q2_K -> readTwos(column);
        case Q3_K -> readThrees(column);
        case Q4_K -> readFoursWithMinimums(column, 16);
        case Q5_K -> {
          readFoursWithMinimums(column, 48);
          for (int j = 0; j < SUPER_BLOCK; j++) {
            codes[column + j] += ((block[16 + j % 32] >> (j / 32)) & 1) << 4;
          }
        }
        case Q6_K -> readSixes(column);
        case IQ4_NL -> {
          readFours(column, 2, 0);
          replaceBy(NON_LINEAR, column, 32);
        }
        case IQ4_XS -> readNonLinear(column);
        case MXFP4 -> {
          scales[i] = halfOfPower(unsigned(0));
          readPairs(column, 1, 0);
          replaceBy(FOUR_BIT_FLOATS, column, 32);
        }
      }
    }
  }

  private int unsigned(int at) {
    return block[at] & 0xFF;
  }

  private float half(int at) {
    return Float.float16ToFloat((short) (unsigned(at) | (block[at + 1] << 8)));
  }

  private void readFours(int column, int at, int offset) {
    scales[column / 32] = half(0);
    readPairs(column, at, offset);
  }

  /** Reads 32 codes of 16 bytes: the lower halves first, then the upper ones. */
  private void readPairs(int column, int at, int offset) {
    for (int j = 0; j < 16; j++) {
      codes[column + j] = (block[at + j] & 15) + offset;
      codes[column + 16 + j] = ((block[at + j] >> 4) & 15) + offset;
    }
  }

  private void addFifthBits(int column, int at) {
    for (int j = 0; j < 32; j++) {
      codes[column + j] += ((block[at + j / 8] >> (j % 8)) & 1) << 4;
    }
  }

  private void replaceBy(int[] values, int column, int count) {
    for (int j = 0; j < count; j++) {
      codes[column + j] = values[codes[column + j]];
    }
  }

  private void readTwos(int column) {
    float scale = half(80);
    float minimum = half(82);
    for (int group = 0; group < 16; group++) {
      scales[column / 16 + group] = scale * (block[group] & 15);
      minimums[column / 16 + group] = -(minimum * ((block[group] >> 4) & 15));
    }
    for (int j = 0; j < SUPER_BLOCK; j++) {
      codes[column + j] = twoBits(16, j);
    }
  }

  /** Returns two bits of element j: 32 bytes hold four times 32 elements. */
  private int twoBits(int at, int j) {
    return (block[at + j / 128 * 32 + j % 32] >> (j % 128 / 32 * 2)) & 3;
  }

  private void readThrees(int column) {
    float scale = half(108);
    for (int group = 0; group < 16; group++) {
      int low = (block[96 + group % 8] >> (group / 8 * 4)) & 15;
      int high = (block[104 + group % 4] >> (group / 4 * 2)) & 3;
      scales[column / 16 + group] = scale * ((low | (high << 4)) - 32);
    }
    for (int j = 0; j < SUPER_BLOCK; j++) {
      int high = (block[j % 32] >> (j / 32)) & 1;
      codes[column + j] = twoBits(32, j) + (high == 1 ? 0 : -4);
    }
  }

  /** Reads Q4_K, and of Q5_K all but the fifth bits. */
  private void readFoursWithMinimums(int column, int at) {
    float scale = half(0);
    float minimum = half(2);
    for (int group = 0; group < 8; group++) {
      int low = 4 + group;
      int scaleCode;
      int minimumCode;
      if (group < 4) {
        scaleCode = block[low] & 63;
        minimumCode = block[low + 4] & 63;
      } else {
        scaleCode = (block[low + 4] & 15) | (((block[low - 4] >> 6) & 3) << 4);
        minimumCode = ((block[low + 4] >> 4) & 15) | (((block[low] >> 6) & 3) << 4);
      }
      scales[column / 32 + group] = scale * scaleCode;
      minimums[column / 32 + group] = -(minimum * minimumCode);
    }
    for (int j = 0; j < SUPER_BLOCK; j++) {
      codes[column + j] = (block[at + j / 64 * 32 + j % 32] >> (j % 64 / 32 * 4)) & 15;
    }
  }

  private void readSixes(int column) {
    float scale = half(208);
    for (int group = 0; group < 16; group++) {
      scales[column / 16 + group] = scale * block[192 + group];
    }
    for (int j = 0; j < SUPER_BLOCK; j++) {
      int low = (block[j / 128 * 64 + j % 64] >> (j % 128 / 64 * 4)) & 15;
      codes[column + j] = (low | (twoBits(128, j) << 4)) - 32;
    }
  }

  private void readNonLinear(int column) {
    float scale = half(0);
    int high = unsigned(2) | (unsigned(3) << 8);
    for (int group = 0; group < 8; group++) {
      int low = (block[4 + group / 2] >> (group % 2 * 4)) & 15;
      scales[column / 32 + group] = scale * ((low | (((high >> (2 * group)) & 3) << 4)) - 32);
      readPairs(column + 32 * group, 8 + 16 * group, 0);
    }
    replaceBy(NON_LINEAR, column, SUPER_BLOCK);
  }

  /** Returns half of 2 to the power of the exponent less 127; 255 stands for no number. */
  private static float halfOfPower(int exponent) {
    return exponent == 255 ? Float.NaN : Math.scalb(1f, exponent - 128);
  }

  @Override
  public String toString() {
    return "CodedRow[" + type + ", " + codes.length + " codes]";
  }
}
