package dev.sotto.llm.gguf;

import dev.sotto.model.UnsupportedModelException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the head of a GGUF file: magic, version, counts, key-value pairs, tensor descriptions. No
 * length or count is believed before it is compared with the bytes that are left. Source: the GGUF
 * specification of the ggml project, versions 2 and 3 (equal but for byte order).
 */
final class GgufReader {
  private static final int MAGIC = 0x46554747;
  private static final int MAX_KEY_BYTES = 256;
  private static final int MAX_TENSOR_NAME_BYTES = 128;
  private static final int MAX_STRING_BYTES = 16 << 20;
  private static final int MAX_ARRAY_READ = 4 << 20;
  private static final int MAX_DIMENSIONS = 4;
  private static final int FLOAT = 6;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  /** Bytes of a value by type number; 0 for text and lists. */
  private static final int[] SIZES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String fileName;
  private final MemorySegment file;
  private long position;

  GgufReader(String fileName, MemorySegment file) {
    this.fileName = fileName;
    this.file = file;
  }

  /** A tensor's description. */
  record Description(String name, int type, List<Long> dimensions, long offset) {}

  /** The head of a file. */
  record Head(
      GgufMetadata metadata,
      List<Description> tensors,
      long headBytes,
      long dataStart,
      long alignment) {}

  Head read() {
    if (file.byteSize() < 24) {
      throw damaged("it has " + file.byteSize() + " bytes, fewer than the head of a model takes");
    }
    int magic = int32();
    if (magic != MAGIC) {
      throw new UnsupportedModelException(
          fileName + " is not a GGUF model: it does not begin with the letters GGUF");
    }
    int version = int32();
    if (version != 2 && version != 3) {
      throw new UnsupportedModelException(
          fileName + " is a GGUF of version " + version + "; versions 2 and 3 can be read");
    }
    long tensorCount = int64();
    long pairCount = int64();
    requireCount(pairCount, 13, "metadata pairs");
    Map<String, Object> values = new HashMap<>();
    for (long i = 0; i < pairCount; i++) {
      String key = name(MAX_KEY_BYTES, "a metadata key");
      if (values.putIfAbsent(key, value(key)) != null) {
        throw damaged("the metadata key " + key + " stands twice");
      }
    }
    requireCount(tensorCount, 32, "tensors");
    List<Description> tensors = new ArrayList<>();
    for (long i = 0; i < tensorCount; i++) {
      tensors.add(description());
    }
    GgufMetadata metadata = new GgufMetadata(values);
    long alignment = metadata.findInteger("general.alignment").orElse(32L);
    if (alignment < 8 || alignment > 1 << 20 || Long.bitCount(alignment) != 1) {
      throw damaged("its alignment is " + alignment + "; allowed are powers of two from 8");
    }
    long dataStart = (position + alignment - 1) & -alignment;
    return new Head(metadata, tensors, position, dataStart, alignment);
  }

  private Description description() {
    String name = name(MAX_TENSOR_NAME_BYTES, "a tensor name");
    int dimensionCount = int32();
    if (dimensionCount < 1 || dimensionCount > MAX_DIMENSIONS) {
      throw damaged(
          "tensor " + name + " has " + dimensionCount + " dimensions; allowed are 1 to 4");
    }
    List<Long> dimensions = new ArrayList<>();
    for (int i = 0; i < dimensionCount; i++) {
      long size = int64();
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw damaged("tensor " + name + " has a dimension of " + size);
      }
      dimensions.add(size);
    }
    return new Description(name, int32(), dimensions, int64());
  }

  private Object value(String key) {
    int type = int32();
    if (type == ARRAY) {
      return array(key);
    }
    if (type == STRING) {
      return string(MAX_STRING_BYTES, "the value of " + key);
    }
    return scalar(key, type);
  }

  private Object scalar(String key, int type) {
    return switch (type) {
      case 0 -> (long) (int8() & 0xFF);
      case 1 -> (long) int8();
      case 2 -> (long) (int16() & 0xFFFF);
      case 3 -> (long) int16();
      case 4 -> int32() & 0xFFFF_FFFFL;
      case 5 -> (long) int32();
      case 6 -> (double) Float.intBitsToFloat(int32());
      case 7 -> int8() != 0;
      case 10, 11 -> int64();
      case 12 -> Double.longBitsToDouble(int64());
      default -> throw damaged("the value of " + key + " has the unknown type " + type);
    };
  }

  private Object array(String key) {
    int type = int32();
    long count = int64();
    if (type < 0 || type >= SIZES.length || type == ARRAY) {
      throw damaged("the list " + key + " has elements of the type " + type);
    }
    long start = position;
    if (type == STRING) {
      requireCount(count, 8, "elements of " + key);
      for (long i = 0; i < count; i++) {
        skipString("an element of " + key);
      }
      return new GgufMetadata.StringArray(count, () -> readStrings(key, start, count));
    }
    requireCount(count, SIZES[type], "elements of " + key);
    position += count * SIZES[type];
    if (type == FLOAT) {
      return new GgufMetadata.NumberArray(() -> readNumbers(key, start, count));
    }
    boolean integers = type <= 5 || type == 10 || type == 11;
    return integers
        ? new GgufMetadata.IntegerArray(() -> readIntegers(key, type, start, count))
        : new Object();
  }

  private List<String> readStrings(String key, long start, long count) {
    GgufReader reader = at(key, start, count);
    List<String> strings = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      strings.add(reader.string(MAX_STRING_BYTES, "an element of " + key));
    }
    return strings;
  }

  private int[] readIntegers(String key, int type, long start, long count) {
    GgufReader reader = at(key, start, count);
    int[] integers = new int[(int) count];
    for (int i = 0; i < integers.length; i++) {
      long value = (Long) reader.scalar(key, type);
      if (value != (int) value) {
        throw damaged("element " + i + " of " + key + " is " + value);
      }
      integers[i] = (int) value;
    }
    return integers;
  }

  private float[] readNumbers(String key, long start, long count) {
    GgufReader reader = at(key, start, count);
    float[] numbers = new float[(int) count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.intBitsToFloat(reader.int32());
      if (!Float.isFinite(numbers[i])) {
        throw damaged("element " + i + " of " + key + " is not a finite number");
      }
    }
    return numbers;
  }

  private GgufReader at(String key, long start, long count) {
    if (count > MAX_ARRAY_READ) {
      throw new UnsupportedModelException(
          fileName + " has " + count + " elements in " + key + "; allowed are " + MAX_ARRAY_READ);
    }
    GgufReader reader = new GgufReader(fileName, file);
    reader.position = start;
    return reader;
  }

  /** Reads a name: printable ASCII, as the specification asks of keys, so that it can be shown. */
  private String name(int most, String what) {
    String name = string(most, what);
    if (!name.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw damaged(what + " holds other characters than printable ASCII");
    }
    return name;
  }

  private String string(int most, String what) {
    long length = int64();
    if (length < 0 || length > most) {
      throw damaged(what + " has a length of " + Long.toUnsignedString(length) + " bytes");
    }
    require(length, what);
    byte[] bytes = new byte[(int) length];
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, position, bytes, 0, bytes.length);
    position += length;
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void skipString(String what) {
    long length = int64();
    require(length, what);
    position += length;
  }

  private byte int8() {
    require(1, "a value");
    return file.get(ValueLayout.JAVA_BYTE, position++);
  }

  private short int16() {
    require(2, "a value");
    position += 2;
    return file.get(SHORT, position - 2);
  }

  private int int32() {
    require(4, "a value");
    position += 4;
    return file.get(INT, position - 4);
  }

  private long int64() {
    require(8, "a value");
    position += 8;
    return file.get(LONG, position - 8);
  }

  private void requireCount(long count, int leastBytesEach, String what) {
    if (count < 0 || count > (file.byteSize() - position) / leastBytesEach) {
      throw damaged(
          "it claims " + Long.toUnsignedString(count) + " " + what + ", more than it has room for");
    }
  }

  private void require(long bytes, String what) {
    if (bytes < 0 || bytes > file.byteSize() - position) {
      throw damaged("it ends inside " + what + ", at byte " + file.byteSize());
    }
  }

  private UnsupportedModelException damaged(String found) {
    return new UnsupportedModelException(
        fileName + " is damaged or cut off: " + found + ". Get the file again.");
  }
}
