package dev.sotto.llm.onnx;

import dev.sotto.llm.gguf.GgufTensor;
import dev.sotto.llm.gguf.TensorType;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A weight matrix in the layout of ONNX Runtime's {@code MatMulNBits}: rows of blocks of 32 codes
 * of 4 or 8 bits, one scale a block, and a zero point a block where needed; a weight is {@code
 * (code - zero point) * scale}. Q4_0 and Q8_0 are carried over exactly; Q4_1, F16 and F32 become
 * 8-bit codes over the range of each block, an error of at most half a step. Made of one or more
 * tensors stacked by rows.
 *
 * @param parts tensors with equal columns, top to bottom
 * @param bits 4 or 8
 * @param withZeroPoints whether zero points differ from the operator's default
 */
record QuantizedMatrix(List<Part> parts, int bits, boolean withZeroPoints) {
  static final int BLOCK = 32;

  private static final int ROWS_AT_ONCE = 64;
  private static final int DEFAULT_ZERO = 128;

  /**
   * One tensor of the stack.
   *
   * @param tensor where rows come from
   * @param sourceRow which row of the tensor stands in a row of the part
   */
  record Part(GgufTensor tensor, IntUnaryOperator sourceRow) {}

  /** Where a matrix lies in the weight file. */
  record Stored(
      QuantizedMatrix matrix,
      WeightFile.Region codes,
      WeightFile.Region scales,
      WeightFile.Region zeroPoints) {}

  /** Stacks tensors, with 4 bits where all of them have them. */
  static QuantizedMatrix of(List<Part> parts) {
    boolean fourBits = parts.stream().allMatch(part -> part.tensor().type() == TensorType.Q4_0);
    return new QuantizedMatrix(
        parts, fourBits ? 4 : 8, parts.stream().anyMatch(QuantizedMatrix::isRanged));
  }

  /** Takes one tensor as 8-bit codes, whatever it is stored as. */
  static QuantizedMatrix eightBits(GgufTensor tensor) {
    List<Part> parts = List.of(new Part(tensor, IntUnaryOperator.identity()));
    return new QuantizedMatrix(parts, 8, parts.stream().anyMatch(QuantizedMatrix::isRanged));
  }

  private static boolean isRanged(Part part) {
    TensorType type = part.tensor().type();
    return type != TensorType.Q4_0 && type != TensorType.Q8_0;
  }

  int rows() {
    return parts.stream().mapToInt(part -> part.tensor().rows()).sum();
  }

  int columns() {
    return parts.getFirst().tensor().columns();
  }

  int blocks() {
    return columns() / BLOCK;
  }

  int blobBytes() {
    return BLOCK * bits / 8;
  }

  /** Writes the matrix. */
  Stored write(WeightFile file) throws IOException {
    int rowCodes = blocks() * blobBytes();
    WeightFile.Region codes = file.allocate((long) rows() * rowCodes);
    WeightFile.Region scales = file.allocate(4L * rows() * blocks());
    WeightFile.Region zeroPoints = file.allocate(withZeroPoints ? (long) rows() * blocks() : 0);
    Rows buffer = new Rows(rowCodes);
    int row = 0;
    for (Part part : parts) {
      for (int i = 0; i < part.tensor().rows(); i++) {
        buffer.add(part.tensor(), part.sourceRow().applyAsInt(i));
        row++;
        if (buffer.count == ROWS_AT_ONCE || row == rows()) {
          buffer.flush(file, codes, scales, zeroPoints, row - buffer.count);
        }
      }
    }
    return new Stored(this, codes, scales, zeroPoints);
  }

  private static float finite(float scale, GgufTensor tensor) {
    if (!Float.isFinite(scale)) {
      throw notNumbers(tensor);
    }
    return scale;
  }

  /** Returns the refusal of a tensor that holds infinities or what is not a number. */
  static UnsupportedModelException notNumbers(GgufTensor tensor) {
    return new UnsupportedModelException(
        "Tensor "
            + tensor.name()
            + " holds a weight that is infinite or not a number; the file is damaged. Get it"
            + " again.");
  }

  private final class Rows {
    private final int rowCodes;
    private final ByteBuffer codes;
    private final ByteBuffer scales;
    private final ByteBuffer zeroPoints;
    private final float[] values = new float[columns()];
    private int count;

    Rows(int rowCodes) {
      this.rowCodes = rowCodes;
      this.codes = ByteBuffer.allocate(ROWS_AT_ONCE * rowCodes);
      this.scales = ByteBuffer.allocate(4 * ROWS_AT_ONCE * blocks()).order(ByteOrder.LITTLE_ENDIAN);
      this.zeroPoints = ByteBuffer.allocate(ROWS_AT_ONCE * blocks());
    }

    void flush(
        WeightFile file,
        WeightFile.Region codeRegion,
        WeightFile.Region scaleRegion,
        WeightFile.Region zeroRegion,
        int firstRow)
        throws IOException {
      file.write(codeRegion, (long) firstRow * rowCodes, codes.flip());
      file.write(scaleRegion, 4L * firstRow * blocks(), scales.flip());
      if (withZeroPoints) {
        file.write(zeroRegion, (long) firstRow * blocks(), zeroPoints.flip());
      }
      codes.clear();
      scales.clear();
      zeroPoints.clear();
      count = 0;
    }

    void add(GgufTensor tensor, int row) {
      switch (tensor.type()) {
        case Q4_0 -> addFourBits(tensor, row);
        case Q8_0 -> addEightBits(tensor, row);
        case Q4_1, F16, F32 -> addRanges(tensor, row);
      }
      count++;
    }

    /** A GGUF byte holds elements j and j + 16 of its block; the operator's holds 2j and 2j + 1. */
    private void addFourBits(GgufTensor tensor, int row) {
      byte[] block = new byte[18];
      byte[] unpacked = new byte[BLOCK];
      for (int b = 0; b < blocks(); b++) {
        scales.putFloat(finite(readBlock(tensor, row, b, block), tensor));
        zeroPoints.put((byte) DEFAULT_ZERO);
        for (int j = 0; j < 16; j++) {
          unpacked[j] = (byte) (block[2 + j] & 15);
          unpacked[16 + j] = (byte) ((block[2 + j] >> 4) & 15);
        }
        if (bits == 4) {
          for (int j = 0; j < 16; j++) {
            codes.put((byte) (unpacked[2 * j] | (unpacked[2 * j + 1] << 4)));
          }
        } else {
          for (int j = 0; j < BLOCK; j++) {
            codes.put((byte) (unpacked[j] - 8 + DEFAULT_ZERO));
          }
        }
      }
    }

    private void addEightBits(GgufTensor tensor, int row) {
      byte[] block = new byte[34];
      for (int b = 0; b < blocks(); b++) {
        scales.putFloat(finite(readBlock(tensor, row, b, block), tensor));
        zeroPoints.put((byte) DEFAULT_ZERO);
        for (int j = 0; j < BLOCK; j++) {
          codes.put((byte) (block[2 + j] + DEFAULT_ZERO));
        }
      }
    }

    private float readBlock(GgufTensor tensor, int row, int index, byte[] block) {
      long at = row * tensor.type().rowBytes(columns()) + (long) index * block.length;
      MemorySegment.copy(tensor.data(), ValueLayout.JAVA_BYTE, at, block, 0, block.length);
      return Float.float16ToFloat((short) ((block[0] & 0xFF) | (block[1] << 8)));
    }

    private void addRanges(GgufTensor tensor, int row) {
      tensor.readRow(row, values);
      for (int b = 0; b < blocks(); b++) {
        float least = 0;
        float most = 0;
        for (int j = 0; j < BLOCK; j++) {
          least = Math.min(least, values[b * BLOCK + j]);
          most = Math.max(most, values[b * BLOCK + j]);
        }
        float scale = finite((most - least) / 255, tensor);
        int zero = scale == 0 ? 0 : Math.round(-least / scale);
        scales.putFloat(scale);
        zeroPoints.put((byte) zero);
        for (int j = 0; j < BLOCK; j++) {
          int code = scale == 0 ? 0 : Math.round(values[b * BLOCK + j] / scale) + zero;
          codes.put((byte) Math.clamp(code, 0, 255));
        }
      }
    }
  }

  @Override
  public String toString() {
    return "QuantizedMatrix["
        + rows()
        + " x "
        + columns()
        + ", "
        + bits
        + " bits, "
        + Arrays.toString(parts.stream().map(part -> part.tensor().name()).toArray())
        + "]";
  }
}
