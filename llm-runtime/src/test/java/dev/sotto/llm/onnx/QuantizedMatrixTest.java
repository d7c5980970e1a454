package dev.sotto.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.llm.StoredNumbers;
import dev.sotto.llm.gguf.GgufTensor;
import dev.sotto.llm.gguf.TensorType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizedMatrixTest {
  private static final int ROWS = 70;
  private static final int COLUMNS = 512;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = TensorType.class,
      names = {"Q4_0", "Q8_0", "Q5_0", "Q6_K", "Q3_K", "IQ4_NL", "IQ4_XS", "MXFP4"})
  void keepsEveryWeightExactly(TensorType type) throws IOException {
    StoredNumbers stored = stored(type);

    assertThat(runAs(QuantizedMatrix.of(List.of(part(type, stored))))).isEqualTo(stored.values());
    assertThat(runAs(QuantizedMatrix.eightBits(part(type, stored).tensor())))
        .isEqualTo(stored.values());
  }

  @ParameterizedTest
  @EnumSource(
      value = TensorType.class,
      names = {"Q4_1", "Q4_K", "Q5_1", "Q5_K", "Q2_K", "F16", "BF16", "F32"})
  void keepsEveryWeightWithinHalfAStepOfItsBlocksRange(TensorType type) throws IOException {
    StoredNumbers stored = stored(type);
    QuantizedMatrix matrix = QuantizedMatrix.of(List.of(part(type, stored)));

    float[] found = runAs(matrix);

    for (int start = 0; start < found.length; start += matrix.block()) {
      float least = 0;
      float most = 0;
      for (int i = start; i < start + matrix.block(); i++) {
        least = Math.min(least, stored.values()[i]);
        most = Math.max(most, stored.values()[i]);
      }
      for (int i = start; i < start + matrix.block(); i++) {
        assertThat(Math.abs(found[i] - stored.values()[i]))
            .isLessThanOrEqualTo((most - least) / 510 * 1.001f);
      }
    }
  }

  /** The range of a block whose codes are all used is 15 or 31 steps of the type. */
  @ParameterizedTest
  @CsvSource({"Q4_1,15,32", "Q5_1,31,16"})
  void keepsWeightsToASmallPartOfTheirTypesStep(TensorType type, int steps, int part)
      throws IOException {
    StoredNumbers stored = stored(type);

    float[] found = runAs(QuantizedMatrix.of(List.of(part(type, stored))));

    int straddling = 0;
    for (int block = 0; block < found.length / 32; block++) {
      ByteBuffer bytes = ByteBuffer.wrap(stored.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      float step = Float.float16ToFloat(bytes.getShort(block * type.blockBytes()));
      float least = Float.float16ToFloat(bytes.getShort(block * type.blockBytes() + 2));
      if (least <= 0 && least + steps * step >= 0) {
        straddling++;
        for (int i = 32 * block; i < 32 * block + 32; i++) {
          assertThat(Math.abs(found[i] - stored.values()[i])).isLessThanOrEqualTo(step / part);
        }
      }
    }
    assertThat(straddling).isGreaterThan(ROWS * COLUMNS / 32 / 2);
  }

  @Test
  void takesFourBitsOnlyWhereAllPartsFit() {
    QuantizedMatrix.Part fours = part(TensorType.Q4_0, stored(TensorType.Q4_0));
    QuantizedMatrix.Part threes = part(TensorType.Q3_K, stored(TensorType.Q3_K));
    QuantizedMatrix.Part sixes = part(TensorType.Q6_K, stored(TensorType.Q6_K));

    assertThat(QuantizedMatrix.of(List.of(fours)))
        .extracting("bits", "block")
        .containsExactly(4, 32);
    assertThat(QuantizedMatrix.of(List.of(fours, threes)))
        .extracting("bits", "block")
        .containsExactly(4, 16);
    assertThat(QuantizedMatrix.of(List.of(fours, sixes)))
        .extracting("bits", "block")
        .containsExactly(8, 16);
  }

  @Test
  void keepsWeightsOfStackedPartsExactly() throws IOException {
    StoredNumbers fours = stored(TensorType.Q4_0);
    StoredNumbers sixes = stored(TensorType.Q6_K);
    float[] both = new float[2 * ROWS * COLUMNS];
    System.arraycopy(fours.values(), 0, both, 0, both.length / 2);
    System.arraycopy(sixes.values(), 0, both, both.length / 2, both.length / 2);

    QuantizedMatrix stacked =
        QuantizedMatrix.of(List.of(part(TensorType.Q4_0, fours), part(TensorType.Q6_K, sixes)));

    assertThat(runAs(stacked)).isEqualTo(both);
  }

  private static StoredNumbers stored(TensorType type) {
    return StoredNumbers.random(type, ROWS * COLUMNS, 0.05, new Random(type.number()));
  }

  private static QuantizedMatrix.Part part(TensorType type, StoredNumbers stored) {
    return new QuantizedMatrix.Part(
        new GgufTensor(
            "weights",
            type,
            List.of((long) COLUMNS, (long) ROWS),
            MemorySegment.ofArray(stored.bytes())),
        IntUnaryOperator.identity());
  }

  /** Returns the weights as ONNX Runtime defines them: (code - zero point) * scale. */
  private float[] runAs(QuantizedMatrix matrix) throws IOException {
    Path path = folder.resolve("weights.bin");
    QuantizedMatrix.Stored stored;
    Files.deleteIfExists(path);
    try (WeightFile file = new WeightFile(path, done -> {})) {
      stored = matrix.write(file);
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    float[] weights = new float[matrix.rows() * matrix.columns()];
    for (int i = 0; i < weights.length; i++) {
      int block = i / matrix.block();
      int codeAt = (int) stored.codes().offset();
      int code =
          matrix.bits() == 8
              ? bytes.get(codeAt + i) & 0xFF
              : (bytes.get(codeAt + i / 2) >> (i % 2 * 4)) & 15;
      int zero = matrix.bits() == 8 ? 128 : 8;
      if (matrix.withZeroPoints()) {
        zero = bytes.get((int) stored.zeroPoints().offset() + block) & 0xFF;
      }
      weights[i] = (code - zero) * bytes.getFloat((int) stored.scales().offset() + 4 * block);
    }
    return weights;
  }
}
