package dev.sotto.llm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays out GGUF files of version 3 for tests, and says where their parts begin. */
final class GgufWriter {
  private static final int ALIGNMENT = 32;

  private final Map<String, Object> pairs = new LinkedHashMap<>();
  private final List<Tensor> tensors = new ArrayList<>();

  /** A tensor; dimensions run fastest first. */
  record Tensor(String name, int type, byte[] data, long... dimensions) {}

  /** A file, where its parts begin, ascending, and where the offsets of its tensors stand. */
  record Layout(
      byte[] bytes, List<Integer> boundaries, List<Integer> tensorOffsets, int headBytes) {}

  /** Sets a value: text, Integer, Float, a list of texts or an array of int or float. */
  GgufWriter put(String key, Object value) {
    pairs.put(key, value);
    return this;
  }

  GgufWriter remove(String key) {
    pairs.remove(key);
    return this;
  }

  GgufWriter add(Tensor tensor) {
    tensors.add(tensor);
    return this;
  }

  GgufWriter removeTensor(String name) {
    tensors.removeIf(tensor -> tensor.name().equals(name));
    return this;
  }

  byte[] toBytes() {
    return layout().bytes();
  }

  Layout layout() {
    Parts out = new Parts();
    out.boundary().bytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    out.boundary().int32(3);
    out.boundary().int64(tensors.size());
    out.boundary().int64(pairs.size());
    pairs.forEach((key, value) -> {
      out.boundary().string(key);
      out.boundary();
      value(out, value);
    });
    List<Integer> tensorOffsets = new ArrayList<>();
    long offset = 0;
    for (Tensor tensor : tensors) {
      out.boundary().string(tensor.name());
      out.boundary().int32(tensor.dimensions().length);
      for (long dimension : tensor.dimensions()) {
        out.boundary().int64(dimension);
      }
      out.boundary().int32(tensor.type());
      out.boundary();
      tensorOffsets.add(out.size());
      out.int64(offset);
      offset += padded(tensor.data().length);
    }
    int headBytes = out.size();
    out.boundary().pad();
    for (Tensor tensor : tensors) {
      out.boundary().bytes(tensor.data());
      out.pad();
    }
    return new Layout(out.toArray(), out.boundaries, tensorOffsets, headBytes);
  }

  private static void value(Parts out, Object value) {
    switch (value) {
      case String text -> out.int32(8).boundary().string(text);
      case Integer number -> out.int32(4).boundary().int32(number);
      case Float number -> out.int32(6).boundary().int32(Float.floatToIntBits(number));
      case Boolean flag -> out.int32(7).boundary().bytes(new byte[] {(byte) (flag ? 1 : 0)});
      case int[] numbers -> {
        out.int32(9).boundary().int32(5).boundary().int64(numbers.length);
        for (int number : numbers) {
          out.int32(number);
        }
      }
      case float[] numbers -> {
        out.int32(9).boundary().int32(6).boundary().int64(numbers.length);
        for (float number : numbers) {
          out.int32(Float.floatToIntBits(number));
        }
      }
      case List<?> texts -> {
        out.int32(9).boundary().int32(8).boundary().int64(texts.size());
        texts.forEach(text -> out.string((String) text));
      }
      default -> throw new IllegalArgumentException("No GGUF type for " + value.getClass());
    }
  }

  private static long padded(long size) {
    return (size + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private static final class Parts {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> boundaries = new ArrayList<>();

    Parts boundary() {
      boundaries.add(out.size());
      return this;
    }

    Parts bytes(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Parts int32(int value) {
      return bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    Parts int64(long value) {
      return bytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    Parts string(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return int64(bytes.length).bytes(bytes);
    }

    void pad() {
      bytes(new byte[(int) padded(out.size()) - out.size()]);
    }

    int size() {
      return out.size();
    }

    byte[] toArray() {
      return out.toByteArray();
    }
  }
}
