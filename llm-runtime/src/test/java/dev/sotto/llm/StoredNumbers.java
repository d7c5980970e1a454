package dev.sotto.llm;

import dev.sotto.llm.gguf.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers as a GGUF tensor stores them, and what they are worth after storing.
 *
 * @param bytes as in the file
 * @param values decoded again, in the order of the file
 */
record StoredNumbers(byte[] bytes, float[] values) {
  private static final int BLOCK = 32;

  /** Stores numbers; for block types their count is a multiple of 32. */
  static StoredNumbers of(TensorType type, float[] numbers) {
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(type.rowBytes(numbers.length)))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[numbers.length];
    switch (type) {
      case F32 -> {
        for (int i = 0; i < numbers.length; i++) {
          out.putFloat(numbers[i]);
          values[i] = numbers[i];
        }
      }
      case F16 -> {
        for (int i = 0; i < numbers.length; i++) {
          values[i] = half(out, numbers[i]);
        }
      }
      case Q4_0, Q4_1, Q8_0 -> {
        for (int start = 0; start < numbers.length; start += BLOCK) {
          block(type, numbers, start, out, values);
        }
      }
    }
    return new StoredNumbers(out.array(), values);
  }

  private static void block(
      TensorType type, float[] numbers, int start, ByteBuffer out, float[] values) {
    float least = Float.MAX_VALUE;
    float most = -Float.MAX_VALUE;
    for (int i = start; i < start + BLOCK; i++) {
      least = Math.min(least, numbers[i]);
      most = Math.max(most, numbers[i]);
    }
    float greatest = Math.max(-least, most);
    boolean ranged = type == TensorType.Q4_1;
    float scale =
        half(out, ranged ? (most - least) / 15 : greatest / (type == TensorType.Q4_0 ? 7 : 127));
    float base = ranged ? half(out, least) : 0;
    int lowest = ranged ? 0 : type == TensorType.Q4_0 ? -8 : -128;
    int highest = ranged ? 15 : type == TensorType.Q4_0 ? 7 : 127;
    int[] codes = new int[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      codes[i] = Math.clamp(Math.round((numbers[start + i] - base) / scale), lowest, highest);
      values[start + i] = scale * codes[i] + base;
    }
    if (type == TensorType.Q8_0) {
      for (int code : codes) {
        out.put((byte) code);
      }
    } else {
      for (int i = 0; i < BLOCK / 2; i++) {
        out.put((byte) ((codes[i] - lowest) | ((codes[i + BLOCK / 2] - lowest) << 4)));
      }
    }
  }

  private static float half(ByteBuffer out, float number) {
    short bits = Float.floatToFloat16(number);
    out.putShort(bits);
    return Float.float16ToFloat(bits);
  }
}
