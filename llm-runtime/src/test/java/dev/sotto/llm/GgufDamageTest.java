package dev.sotto.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.gguf.TensorType;
import dev.sotto.llm.onnx.ImportedModel;
import dev.sotto.llm.onnx.ModelShape;
import dev.sotto.llm.onnx.PreparationListener;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged model files: each is refused with one sentence, or harmless; none crashes or hangs. */
class GgufDamageTest {
  private static final GgufWriter.Layout SOUND = TinyModel.tied(TensorType.Q4_1).writer().layout();

  /** How many bytes are skipped in the default build; {@code -Dsotto.gguf.step=1} tries all. */
  private static final int STEP = Integer.getInteger("sotto.gguf.step", 5);

  private static final int TENSOR_COUNT_AT = 8;
  private static final int PAIR_COUNT_AT = 16;

  @TempDir Path folder;

  @Test
  void opensTheSoundFile() {
    assertThatCode(() -> importBytes(SOUND.bytes())).doesNotThrowAnyException();
  }

  @Test
  void refusesAFileThatIsCutOffAnywhere() throws IOException {
    SortedSet<Integer> lengths = new TreeSet<>(SOUND.boundaries());
    for (int boundary : SOUND.boundaries()) {
      lengths.add(boundary + 1);
      lengths.add(boundary + 5);
    }
    for (int part = 1; part < 20; part++) {
      lengths.add(SOUND.bytes().length * part / 20);
    }
    lengths.removeIf(length -> length >= SOUND.bytes().length - 31);

    for (int length : lengths) {
      Path cut = write(Arrays.copyOf(SOUND.bytes(), length));

      assertThatThrownBy(() -> GgufFile.open(cut).close())
          .as("cut to %s bytes", length)
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageMatching("damaged.gguf is (damaged or cut off: .*\\.|not a GGUF model: .*)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GGML", "gguf", "FUGG", "PK\u0003\u0004", "<!DO"})
  void refusesAnotherKindOfFile(String magic) throws IOException {
    byte[] bytes = SOUND.bytes().clone();
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) magic.charAt(i);
    }
    Path path = write(bytes);

    assertThatThrownBy(() -> GgufFile.open(path).close())
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("is not a GGUF model");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 0x03000000, -1})
  void refusesAnotherVersion(int version) throws IOException {
    byte[] bytes = SOUND.bytes().clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, version);
    Path path = write(bytes);

    assertThatThrownBy(() -> GgufFile.open(path).close())
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("version " + version);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 1L << 31, 3_000_000})
  void refusesAbsurdCounts(long count) throws IOException {
    for (int at : new int[] {TENSOR_COUNT_AT, PAIR_COUNT_AT}) {
      byte[] bytes = SOUND.bytes().clone();
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, count);
      Path path = write(bytes);

      assertThatThrownBy(() -> GgufFile.open(path).close())
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("more than it has room for");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 1L << 31, 1 << 30})
  void survivesAbsurdNumbersAtEveryPartOfTheHead(long number) throws IOException {
    for (int at : SOUND.boundaries()) {
      if (at + 8 <= SOUND.headBytes()) {
        byte[] bytes = SOUND.bytes().clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, number);

        assertReadOrRefused(bytes, "number " + number + " at " + at);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x80})
  void survivesAFlippedByteAnywhereInTheHead(int mask) throws IOException {
    for (int at = 0; at < SOUND.headBytes(); at += isText(at) ? 97 : STEP) {
      byte[] bytes = SOUND.bytes().clone();
      bytes[at] ^= (byte) mask;

      assertReadOrRefused(bytes, "byte " + at + " flipped by " + mask);
    }
  }

  /** Most of the head is the text of tokens, where one byte is like another. */
  private static boolean isText(int at) {
    int next = SOUND.boundaries().stream().filter(b -> b > at).findFirst().orElseThrow();
    return at + 120 < next;
  }

  @Test
  void refusesTensorsThatLieElsewhere() throws IOException {
    for (int at : SOUND.tensorOffsets()) {
      for (int bit = 0; bit < 64; bit++) {
        byte[] bytes = SOUND.bytes().clone();
        bytes[at + bit / 8] ^= (byte) (1 << (bit % 8));
        Path path = write(bytes);

        assertThatThrownBy(() -> GgufFile.open(path).close())
            .as("bit %s of the offset at %s", bit, at)
            .isInstanceOf(UnsupportedModelException.class)
            .hasMessageContaining("damaged.gguf is damaged or cut off");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TensorType.class)
  void survivesTheImportOfFilesOfEveryTypeWithAFlippedByte(TensorType type) throws IOException {
    GgufWriter.Layout sound = TinyModel.tied(type).writer().layout();
    Random random = new Random(type.number());
    for (int i = 0; i < 4; i++) {
      byte[] bytes = sound.bytes().clone();
      int at = i == 0 ? sound.headBytes() - 1 : random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Path path = write(bytes);

      assertHarmless(() -> importFile(path), "byte " + at + " flipped");
    }
  }

  @ParameterizedTest
  @EnumSource(TensorType.class)
  void refusesTensorsOfEveryTypeThatAreCutOffOrClaimMoreThanThereIs(TensorType type)
      throws IOException {
    long columns = type.blockElements() == 1 ? 32 : type.blockElements();
    byte[] data = new byte[Math.toIntExact(type.rowBytes(columns))];
    for (long rows : new long[] {2, 1 << 20, Integer.MAX_VALUE}) {
      assertTensorRefused(type, data, "ends beyond the file's", columns, rows);
    }
    assertTensorRefused(
        type, data, "ends beyond", columns, Integer.MAX_VALUE, Integer.MAX_VALUE, 1 << 30);
    if (type.blockElements() > 1) {
      assertTensorRefused(
          type, data, "needs a multiple of " + type.blockElements(), columns - 1, 1);
    }
  }

  private void assertTensorRefused(TensorType type, byte[] data, String said, long... dimensions)
      throws IOException {
    byte[] bytes =
        new GgufWriter()
            .put("general.architecture", "llama")
            .add(new GgufWriter.Tensor("t", type.number(), data, dimensions))
            .toBytes();
    Path path = write(bytes);

    assertThatThrownBy(() -> GgufFile.open(path).close())
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(said);
  }

  @Test
  void survivesTheImportOfFilesWithAFlippedByte() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      byte[] bytes = SOUND.bytes().clone();
      int at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Path path = write(bytes);

      assertHarmless(() -> importFile(path), "byte " + at + " flipped");
    }
  }

  private void assertReadOrRefused(byte[] bytes, String what) throws IOException {
    Path path = write(bytes);
    assertHarmless(
        () -> {
          ModelHead.read(path);
          try (GgufFile file = GgufFile.open(path)) {
            ModelShape.from(file.metadata());
          }
        },
        what);
  }

  private static void assertHarmless(ThrowableAssert.ThrowingCallable action, String what) {
    Throwable thrown = catchThrowable(action);
    if (thrown != null) {
      assertThat(thrown).as(what).isInstanceOf(UnsupportedModelException.class);
      assertThat(thrown.getMessage()).as(what).hasSizeLessThan(600).matches("[ -~]+");
    }
  }

  private void importBytes(byte[] bytes) throws IOException {
    importFile(write(bytes));
  }

  private void importFile(Path path) throws IOException {
    ModelHead.read(path);
    Path cache = folder.resolve("cache");
    ImportedModel.get(
        ImportedModel.sha256(path), scratch -> path, cache, PreparationListener.SILENT);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("damaged.gguf"), bytes);
  }
}
