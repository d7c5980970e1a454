package dev.sotto.llm;

import dev.sotto.llm.gguf.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * Numbers as a GGUF tensor stores them, and what they are worth after storing. Types of simple
 * blocks are stored from numbers; the others get random blocks, decoded by loops that follow the
 * published layouts of ggml step by step.
 *
 * @param bytes as in the file
 * @param values decoded again, in the order of the file
 */
public record StoredNumbers(byte[] bytes, float[] values) {
  private static final int BLOCK = 32;

  private static final byte[] IQ4_VALUES = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };
  private static final double[] E2M1_VALUES = {
    0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6
  };

  /** Stores random numbers with about this standard deviation. */
  public static StoredNumbers random(TensorType type, int count, double deviation, Random random) {
    return switch (type) {
      case F32, F16, BF16, Q4_0, Q4_1, Q8_0 -> {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
          numbers[i] = (float) (random.nextGaussian() * deviation);
        }
        yield of(type, numbers);
      }
      default -> randomBlocks(type, count, deviation, random);
    };
  }

  private static StoredNumbers randomBlocks(
      TensorType type, int count, double deviation, Random random) {
    byte[] bytes = new byte[Math.toIntExact(type.rowBytes(count))];
    random.nextBytes(bytes);
    float[] values = new float[count];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int b = 0; b < count / type.blockElements(); b++) {
      int at = b * type.blockBytes();
      float d = (float) (deviation * (0.8 + 0.4 * random.nextDouble()));
      switch (type) {
        case Q5_0 -> putHalf(out, at, d / 9);
        case Q5_1 -> {
          putHalf(out, at, d / 9);
          putHalf(out, at + 2, -16 * d / 9);
        }
        case Q2_K -> {
          putHalf(out, at + 80, d / 9);
          putHalf(out, at + 82, d / 6);
        }
        case Q3_K -> putHalf(out, at + 108, d / 50);
        case Q4_K -> {
          putHalf(out, at, d / 180);
          putHalf(out, at + 2, d / 24);
        }
        case Q5_K -> {
          putHalf(out, at, d / 360);
          putHalf(out, at + 2, d / 24);
        }
        case Q6_K -> putHalf(out, at + 208, d / 1500);
        case IQ4_NL -> putHalf(out, at, d / 70);
        case IQ4_XS -> putHalf(out, at, d / 1200);
        case MXFP4 -> out.put(at, (byte) (127 + Math.getExponent(d / 3)));
        default -> throw new IllegalArgumentException(type + " is stored from numbers");
      }
      decode(type, bytes, at, values, b * type.blockElements());
    }
    return new StoredNumbers(bytes, values);
  }

  private static void putHalf(ByteBuffer out, int at, float number) {
    out.putShort(at, Float.floatToFloat16(number));
  }

  private static float half(byte[] b, int at) {
    return Float.float16ToFloat((short) ((b[at] & 0xFF) | (b[at + 1] << 8)));
  }

  /** Decodes a block as the loops of ggml do. */
  private static void decode(TensorType type, byte[] b, int at, float[] y, int to) {
    switch (type) {
      case Q5_0, Q5_1 -> decodeFives(type, b, at, y, to);
      case Q2_K -> decodeTwos(b, at, y, to);
      case Q3_K -> decodeThrees(b, at, y, to);
      case Q4_K, Q5_K -> decodeWithMinimums(type == TensorType.Q5_K, b, at, y, to);
      case Q6_K -> decodeSixes(b, at, y, to);
      case IQ4_NL -> {
        for (int j = 0; j < 16; j++) {
          y[to + j] = half(b, at) * IQ4_VALUES[b[at + 2 + j] & 15];
          y[to + j + 16] = half(b, at) * IQ4_VALUES[(b[at + 2 + j] & 0xFF) >> 4];
        }
      }
      case IQ4_XS -> decodeNonLinear(b, at, y, to);
      case MXFP4 -> {
        double scale = Math.pow(2, (b[at] & 0xFF) - 127);
        for (int j = 0; j < 16; j++) {
          y[to + j] = (float) (scale * E2M1_VALUES[b[at + 1 + j] & 15]) + 0f;
          y[to + j + 16] = (float) (scale * E2M1_VALUES[(b[at + 1 + j] & 0xFF) >> 4]) + 0f;
        }
      }
      default -> throw new IllegalArgumentException(type + " is stored from numbers");
    }
  }

  private static void decodeFives(TensorType type, byte[] b, int at, float[] y, int to) {
    boolean ranged = type == TensorType.Q5_1;
    float d = half(b, at);
    int bits = at + (ranged ? 4 : 2);
    int high = ByteBuffer.wrap(b, bits, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    for (int j = 0; j < 16; j++) {
      int first = (b[bits + 4 + j] & 15) | ((high >>> j) & 1) << 4;
      int second = ((b[bits + 4 + j] & 0xFF) >> 4) | ((high >>> (j + 16)) & 1) << 4;
      y[to + j] = ranged ? d * first + half(b, at + 2) : d * (first - 16);
      y[to + j + 16] = ranged ? d * second + half(b, at + 2) : d * (second - 16);
    }
  }

  private static void decodeTwos(byte[] b, int at, float[] y, int to) {
    float d = half(b, at + 80);
    float min = half(b, at + 82);
    int q = at + 16;
    int is = at;
    int out = to;
    for (int n = 0; n < 256; n += 128) {
      for (int shift = 0; shift < 8; shift += 2) {
        for (int part = 0; part < 32; part += 16) {
          int sc = b[is++] & 0xFF;
          float dl = d * (sc & 0xF);
          float ml = min * (sc >> 4);
          for (int l = 0; l < 16; l++) {
            y[out++] = dl * (((b[q + part + l] & 0xFF) >> shift) & 3) - ml;
          }
        }
      }
      q += 32;
    }
  }

  private static void decodeThrees(byte[] b, int at, float[] y, int to) {
    ByteBuffer words = ByteBuffer.wrap(b, at + 96, 12).order(ByteOrder.LITTLE_ENDIAN);
    int a0 = words.getInt();
    int a1 = words.getInt();
    int tmp = words.getInt();
    ByteBuffer scales = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    scales.putInt((a0 & 0x0f0f0f0f) | ((tmp & 0x03030303) << 4));
    scales.putInt((a1 & 0x0f0f0f0f) | (((tmp >>> 2) & 0x03030303) << 4));
    scales.putInt(((a0 >>> 4) & 0x0f0f0f0f) | (((tmp >>> 4) & 0x03030303) << 4));
    scales.putInt(((a1 >>> 4) & 0x0f0f0f0f) | (((tmp >>> 6) & 0x03030303) << 4));
    float d = half(b, at + 108);
    int q = at + 32;
    int m = 1;
    int is = 0;
    int out = to;
    for (int n = 0; n < 256; n += 128) {
      for (int shift = 0; shift < 8; shift += 2) {
        for (int part = 0; part < 32; part += 16) {
          float dl = d * (scales.get(is++) - 32);
          for (int l = 0; l < 16; l++) {
            int low = ((b[q + part + l] & 0xFF) >> shift) & 3;
            y[out++] = dl * (low - ((b[at + part + l] & m) != 0 ? 0 : 4));
          }
        }
        m <<= 1;
      }
      q += 32;
    }
  }

  private static void decodeWithMinimums(boolean five, byte[] b, int at, float[] y, int to) {
    float d = half(b, at);
    float min = half(b, at + 2);
    int s = at + 4;
    int ql = at + (five ? 48 : 16);
    int out = to;
    for (int is = 0; is < 8; is++) {
      int sc;
      int m;
      if (is < 4) {
        sc = b[s + is] & 63;
        m = b[s + is + 4] & 63;
      } else {
        sc = (b[s + is + 4] & 0xF) | (((b[s + is - 4] & 0xFF) >> 6) << 4);
        m = ((b[s + is + 4] & 0xFF) >> 4) | (((b[s + is] & 0xFF) >> 6) << 4);
      }
      for (int l = 0; l < 32; l++) {
        int code = is % 2 == 0 ? b[ql + l] & 0xF : (b[ql + l] & 0xFF) >> 4;
        if (five && (b[at + 16 + l] & (1 << is)) != 0) {
          code += 16;
        }
        y[out++] = d * sc * code - min * m;
      }
      ql += is % 2 == 0 ? 0 : 32;
    }
  }

  private static void decodeSixes(byte[] b, int at, float[] y, int to) {
    float d = half(b, at + 208);
    int ql = at;
    int qh = at + 128;
    int sc = at + 192;
    for (int n = 0; n < 256; n += 128) {
      for (int l = 0; l < 32; l++) {
        int is = l / 16;
        int h = b[qh + l] & 0xFF;
        int q1 = ((b[ql + l] & 0xF) | ((h & 3) << 4)) - 32;
        int q2 = ((b[ql + l + 32] & 0xF) | (((h >> 2) & 3) << 4)) - 32;
        int q3 = (((b[ql + l] & 0xFF) >> 4) | (((h >> 4) & 3) << 4)) - 32;
        int q4 = (((b[ql + l + 32] & 0xFF) >> 4) | (((h >> 6) & 3) << 4)) - 32;
        y[to + n + l] = d * b[sc + is] * q1;
        y[to + n + l + 32] = d * b[sc + is + 2] * q2;
        y[to + n + l + 64] = d * b[sc + is + 4] * q3;
        y[to + n + l + 96] = d * b[sc + is + 6] * q4;
      }
      ql += 64;
      qh += 32;
      sc += 8;
    }
  }

  private static void decodeNonLinear(byte[] b, int at, float[] y, int to) {
    float d = half(b, at);
    int high = (b[at + 2] & 0xFF) | ((b[at + 3] & 0xFF) << 8);
    int qs = at + 8;
    for (int ib = 0; ib < 8; ib++) {
      int ls =
          (((b[at + 4 + ib / 2] & 0xFF) >> (4 * (ib % 2))) & 0xF) | (((high >> (2 * ib)) & 3) << 4);
      float dl = d * (ls - 32);
      for (int j = 0; j < 16; j++) {
        y[to + 32 * ib + j] = dl * IQ4_VALUES[b[qs + j] & 0xF];
        y[to + 32 * ib + j + 16] = dl * IQ4_VALUES[(b[qs + j] & 0xFF) >> 4];
      }
      qs += 16;
    }
  }

  /** Stores numbers; for block types their count is a multiple of 32. */
  public static StoredNumbers of(TensorType type, float[] numbers) {
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
      case BF16 -> {
        for (int i = 0; i < numbers.length; i++) {
          int bits = Float.floatToIntBits(numbers[i]) >>> 16;
          out.putShort((short) bits);
          values[i] = Float.intBitsToFloat(bits << 16);
        }
      }
      case Q4_0, Q4_1, Q8_0 -> {
        for (int start = 0; start < numbers.length; start += BLOCK) {
          block(type, numbers, start, out, values);
        }
      }
      default -> throw new IllegalArgumentException(type + " gets random blocks");
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
