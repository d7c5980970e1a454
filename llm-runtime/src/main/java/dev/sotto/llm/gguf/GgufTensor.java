package dev.sotto.llm.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One tensor of a GGUF file. The data is a view of the mapped file and ends with it.
 *
 * @param name its name in the file
 * @param type how numbers are stored
 * @param dimensions sizes, the fastest running first: a matrix is [columns, rows]
 * @param data its bytes
 */
public record GgufTensor(String name, TensorType type, List<Long> dimensions, MemorySegment data) {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public GgufTensor {
    dimensions = List.copyOf(dimensions);
  }

  /** Returns the length of a row. */
  public int columns() {
    return Math.toIntExact(dimensions.getFirst());
  }

  /** Returns how many rows there are, over all further dimensions. */
  public int rows() {
    long rows = 1;
    for (int i = 1; i < dimensions.size(); i++) {
      rows = Math.multiplyExact(rows, dimensions.get(i));
    }
    return Math.toIntExact(rows);
  }

  /**
   * Writes a row as plain numbers.
   *
   * @param row the row's number
   * @param target receives {@link #columns} numbers
   */
  public void readRow(int row, float[] target) {
    long rowBytes = type.rowBytes(columns());
    long start = row * rowBytes;
    int columns = columns();
    switch (type) {
      case F32 -> {
        for (int i = 0; i < columns; i++) {
          target[i] = data.get(FLOAT, start + 4L * i);
        }
      }
      case F16 -> {
        for (int i = 0; i < columns; i++) {
          target[i] = Float.float16ToFloat(data.get(SHORT, start + 2L * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < columns; i++) {
          target[i] = Float.intBitsToFloat(data.get(SHORT, start + 2L * i) << 16);
        }
      }
      default -> {
        CodedRow coded = new CodedRow(type, columns);
        coded.read(data, start);
        coded.writeTo(target);
      }
    }
  }

  /**
   * Reads a row as it is coded.
   *
   * @param row the row's number
   * @param target made for this tensor's type, which is a coded one, and columns
   */
  public void readCodes(int row, CodedRow target) {
    target.read(data, row * type.rowBytes(columns()));
  }

  @Override
  public String toString() {
    return "GgufTensor[" + name + ", " + type + ", " + dimensions + "]";
  }
}
