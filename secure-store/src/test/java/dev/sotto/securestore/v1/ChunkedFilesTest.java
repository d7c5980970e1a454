package dev.sotto.securestore.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.storage.TamperedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkedFilesTest {
  private static final String NAME = "segment_1.dat";
  private static final byte[] STORE = new byte[16];
  private static final int CHUNK = ChunkedEncryption.CHUNK_BYTES;

  @TempDir private Path folder;

  private final SecureRandom random = new SecureRandom();
  private final DataKey key = DataKey.random(KeyPurpose.INDEX, "1", random);
  private ChunkedFiles files;
  private Path file;

  @BeforeEach
  void createFiles() {
    files = files(STORE, FileKind.INDEX, key);
    file = folder.resolve(NAME);
  }

  @Test
  void noticesEveryFlippedBit() throws IOException {
    byte[] sealed = write(bytes(40));

    for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      assertRefused("bit " + bit, changed);
    }
  }

  @Test
  void noticesEveryTruncation() throws IOException {
    byte[] sealed = write(bytes(CHUNK + 20));

    for (int length = 0; length < sealed.length; length++) {
      if (length < 200 || length % 997 == 0 || length > sealed.length - 60) {
        assertRefused("cut to " + length, Arrays.copyOf(sealed, length));
      }
    }
  }

  @Test
  void noticesACutAtTheBorderOfAChunk() throws IOException {
    byte[] sealed = write(bytes(3 * CHUNK));

    for (int chunk = 0; chunk <= 3; chunk++) {
      assertRefused(
          "cut before chunk " + chunk,
          Arrays.copyOf(sealed, (int) ChunkedEncryption.offsetOf(chunk)));
    }
  }

  @Test
  void noticesWhatIsAppended() throws IOException {
    byte[] sealed = write(bytes(100));

    for (int more : new int[] {1, 15, 16, 17, 100, ChunkedEncryption.SEALED_CHUNK_BYTES}) {
      assertRefused(more + " more bytes", Arrays.copyOf(sealed, sealed.length + more));
    }
  }

  @Test
  void noticesChunksThatWereSwappedRepeatedOrLeftOut() throws IOException {
    byte[] sealed = write(bytes(3 * CHUNK + 5));
    byte[] header = Arrays.copyOf(sealed, ChunkedEncryption.HEADER_BYTES);
    byte[] first = chunk(sealed, 0);
    byte[] second = chunk(sealed, 1);
    byte[] third = chunk(sealed, 2);
    byte[] last = chunk(sealed, 3);

    assertRefused("swapped", join(header, second, first, third, last));
    assertRefused("repeated", join(header, first, first, second, third, last));
    assertRefused("replaced", join(header, first, first, third, last));
    assertRefused("left out", join(header, first, third, last));
    assertRefused("cut in the middle", join(header, first, second, last));
  }

  @Test
  void isBoundToStoreKindNameAndKey() throws IOException {
    write(bytes(100));
    byte[] otherStore = STORE.clone();
    otherStore[3] = 1;

    assertNotOpenedBy(files(otherStore, FileKind.INDEX, key), NAME);
    assertNotOpenedBy(files(STORE, FileKind.PACK, key), NAME);
    assertNotOpenedBy(files, "segment_2.dat");
    assertNotOpenedBy(files, "");
    assertNotOpenedBy(
        files(STORE, FileKind.INDEX, DataKey.random(KeyPurpose.INDEX, "1", random)), NAME);
    assertNotOpenedBy(
        files(
            STORE,
            FileKind.INDEX,
            new DataKey(KeyPurpose.INDEX, "1", new byte[8], key.copyBytes())),
        NAME);
    files.open(file, NAME).close();
  }

  @Test
  void fieldsOfTheContextCannotRunIntoOneAnother() {
    byte[] id = {1, 2, 3, 4, 5, 6, 7, 8};

    assertThat(FileContext.of(STORE, FileKind.PACK, "a", id))
        .isNotEqualTo(FileContext.of(STORE, FileKind.PACK, "a\0", Arrays.copyOf(id, 7)));
    assertThat(FileContext.of(new byte[0], FileKind.PACK, "ab", id))
        .isNotEqualTo(FileContext.of(new byte[0], FileKind.PACK, "a", id));
  }

  @Test
  void noTwoFilesHaveTheSameBytes() throws IOException {
    byte[] first = write(bytes(100));

    byte[] second = write(bytes(100));

    assertThat(Arrays.copyOf(first, 24)).isNotEqualTo(Arrays.copyOf(second, 24));
    assertThat(Arrays.copyOfRange(first, 56, 156))
        .isNotEqualTo(Arrays.copyOfRange(second, 56, 156));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 5 * CHUNK + 77})
  void readsAnyRange(int length) throws IOException {
    byte[] plaintext = bytes(length);
    write(plaintext);
    Random ranges = new Random(length);

    try (ChunkedFileReader reader = files.open(file, NAME)) {
      assertThat(reader.length()).isEqualTo(length);
      assertThat(reader.read(0, length)).isEqualTo(plaintext);
      for (int i = 0; i < 200; i++) {
        int from = ranges.nextInt(length + 1);
        int count = ranges.nextInt(length - from + 1);

        assertThat(reader.read(from, count))
            .isEqualTo(Arrays.copyOfRange(plaintext, from, from + count));
      }
    }
  }

  @Test
  void aDamagedChunkLeavesNothingInTheTargetAndTheOthersReadable() throws IOException {
    byte[] plaintext = bytes(3 * CHUNK);
    byte[] sealed = write(plaintext);
    sealed[(int) ChunkedEncryption.offsetOf(1) + 9_000] ^= 1;
    Files.write(file, sealed);

    try (ChunkedFileReader reader = files.open(file, NAME)) {
      byte[] target = new byte[CHUNK];
      Arrays.fill(target, (byte) 'x');

      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> reader.readChunk(1, target))
          .withMessageContaining("chunk 1")
          .withMessageContaining(NAME);
      assertThat(target).containsOnly(0);
      assertThat(reader.read(2 * CHUNK, CHUNK))
          .isEqualTo(Arrays.copyOfRange(plaintext, 2 * CHUNK, 3 * CHUNK));
    }
  }

  @Test
  void manyThreadsShareAReader() throws Exception {
    byte[] plaintext = bytes(20 * CHUNK + 123);
    write(plaintext);

    try (ChunkedFileReader reader = files.open(file, NAME);
        var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> readings = new ArrayList<>();
      for (int seed = 0; seed < 64; seed++) {
        Random ranges = new Random(seed);
        readings.add(() -> {
          for (int i = 0; i < 50; i++) {
            int from = ranges.nextInt(plaintext.length - 2 * CHUNK);
            byte[] expected = Arrays.copyOfRange(plaintext, from, from + 2 * CHUNK);
            if (!Arrays.equals(expected, reader.read(from, 2 * CHUNK))) {
              return false;
            }
          }
          return true;
        });
      }

      for (Future<Boolean> right : threads.invokeAll(readings)) {
        assertThat(right.get()).isTrue();
      }
    }
  }

  @Test
  void impossibleLengthsAreKnown() {
    assertThat(ChunkedEncryption.plaintextLength(0)).isEqualTo(-1);
    assertThat(ChunkedEncryption.plaintextLength(56)).isEqualTo(-1);
    assertThat(ChunkedEncryption.plaintextLength(56 + 15)).isEqualTo(-1);
    assertThat(ChunkedEncryption.plaintextLength(56 + 16)).isZero();
    assertThat(ChunkedEncryption.plaintextLength(56 + 16_399)).isEqualTo(16_383);
    assertThat(ChunkedEncryption.plaintextLength(56 + 16_400)).isEqualTo(-1);
    assertThat(ChunkedEncryption.plaintextLength(56 + 16_415)).isEqualTo(-1);
    assertThat(ChunkedEncryption.plaintextLength(56 + 16_416)).isEqualTo(16_384);
    assertThat(ChunkedEncryption.plaintextLength(Long.MAX_VALUE)).isEqualTo(-1);
  }

  private ChunkedFiles files(byte[] store, FileKind kind, DataKey dataKey) {
    return new ChunkedFiles(FileOperations.onDisk(), store, kind, dataKey, random);
  }

  private byte[] write(byte[] plaintext) throws IOException {
    Files.deleteIfExists(file);
    files.writeDurably(file, NAME, plaintext);
    return Files.readAllBytes(file);
  }

  private void assertRefused(String what, byte[] changed) throws IOException {
    Files.write(file, changed);
    assertThatExceptionOfType(TamperedFileException.class)
        .as(what)
        .isThrownBy(() -> files.readWhole(file, NAME, Integer.MAX_VALUE));
  }

  private void assertNotOpenedBy(ChunkedFiles other, String name) {
    assertThatExceptionOfType(TamperedFileException.class).isThrownBy(() -> other.open(file, name));
  }

  private static byte[] chunk(byte[] sealed, int chunk) {
    int from = (int) ChunkedEncryption.offsetOf(chunk);
    return Arrays.copyOfRange(
        sealed, from, Math.min(sealed.length, from + ChunkedEncryption.SEALED_CHUNK_BYTES));
  }

  private static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
