package dev.sotto.llm.onnx;

import dev.sotto.llm.gguf.CodedRow;
import dev.sotto.llm.gguf.GgufTensor;
import dev.sotto.llm.gguf.TensorType;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A weight matrix in the layout of ONNX Runtime's {@code MatMulNBits}: rows of blocks of 16 or 32
 * codes of 4 or 8 bits, one scale a block, and a zero point a block where needed; a weight is
 * {@code (code - zero point) * scale}. Types without minimums are carried over exactly. Types with
 * minimums and floating-point numbers become 8-bit codes over the range of each block, zero
 * included: an error of at most half a step, a 510th of that range. Made of one or more tensors
 * stacked by rows.
 *
 * @param parts tensors with equal columns, top to bottom
 * @param bits 4 or 8
 * @param block codes that share a scale, 16 or 32
 * @param withZeroPoints whether zero points differ from the operator's default
 */
record QuantizedMatrix(List<Part> parts, int bits, int block, boolean withZeroPoints) {
  private static final int MOST_IN_BLOCK = 32;

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

  /** Stacks tensors, with 4 bits where all of them fit. */
  static QuantizedMatrix of(List<Part> parts) {
    boolean fourBits = parts.stream().allMatch(part -> part.tensor().type().fitsFourBits());
    return of(parts, fourBits ? 4 : 8);
  }

  /** Takes one tensor as 8-bit codes, whatever it is stored as. */
  static QuantizedMatrix eightBits(GgufTensor tensor) {
    return of(List.of(new Part(tensor, IntUnaryOperator.identity())), 8);
  }

  private static QuantizedMatrix of(List<Part> parts, int bits) {
    int block = MOST_IN_BLOCK;
    for (Part part : parts) {
      TensorType type = part.tensor().type();
      block = type.isCoded() ? Math.min(block, type.groupElements()) : block;
    }
    return new QuantizedMatrix(
        parts, bits, block, parts.stream().anyMatch(QuantizedMatrix::isRanged));
  }

  private static boolean isRanged(Part part) {
    TensorType type = part.tensor().type();
    return !type.isCoded() || type.hasMinimums();
  }

  int rows() {
    return parts.stream().mapToInt(part -> part.tensor().rows()).sum();
  }

  int columns() {
    return parts.getFirst().tensor().columns();
  }

  int blocks() {
    return columns() / block;
  }

  int blobBytes() {
    return block * bits / 8;
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
    private @Nullable CodedRow coded;
    private @Nullable GgufTensor codedTensor;
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
      TensorType type = tensor.type();
      if (type.isCoded() && !type.hasMinimums()) {
        addCodes(tensor, row);
      } else {
        addRanges(tensor, row);
      }
      count++;
    }

    private void addCodes(GgufTensor tensor, int row) {
      if (coded == null || !tensor.equals(codedTensor)) {
        coded = new CodedRow(tensor.type(), columns());
        codedTensor = tensor;
      }
      tensor.readCodes(row, coded);
      for (int column = 0; column < columns(); column += block) {
        scales.putFloat(finite(coded.scale(column), tensor));
        zeroPoints.put((byte) DEFAULT_ZERO);
      }
      if (bits == 4) {
        for (int column = 0; column < columns(); column += 2) {
          codes.put((byte) ((coded.code(column) + 8) | ((coded.code(column + 1) + 8) << 4)));
        }
      } else {
        for (int column = 0; column < columns(); column++) {
          codes.put((byte) (coded.code(column) + DEFAULT_ZERO));
        }
      }
    }

    private void addRanges(GgufTensor tensor, int row) {
      tensor.readRow(row, values);
      for (int b = 0; b < blocks(); b++) {
        float least = 0;
        float most = 0;
        for (int j = 0; j < block; j++) {
          least = Math.min(least, values[b * block + j]);
          most = Math.max(most, values[b * block + j]);
        }
        float scale = finite((most - least) / 255, tensor);
        int zero = scale == 0 ? 0 : Math.round(-least / scale);
        scales.putFloat(scale);
        zeroPoints.put((byte) zero);
        for (int j = 0; j < block; j++) {
          int code = scale == 0 ? 0 : Math.round(values[b * block + j] / scale) + zero;
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
