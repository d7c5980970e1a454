package dev.sotto.securestore.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sotto.storage.TamperedFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Project Wycheproof's vectors of C2SP chunked encryption, for both key sizes. */
final class ChunkedEncryptionVectorsTest {
  @TempDir private Path folder;

  static Stream<Vectors.Vector> vectors() throws IOException {
    return Stream.concat(
        Vectors.read("c2sp_chunked_encryption_aes_128_gcm_test.json").stream(),
        Vectors.read("c2sp_chunked_encryption_aes_256_gcm_test.json").stream());
  }

  @Test
  void thereAreSeventyVectors() throws IOException {
    List<Vectors.Vector> all = vectors().toList();

    assertThat(all).hasSize(70);
    assertThat(all).anyMatch(Vectors.Vector::valid).anyMatch(vector -> !vector.valid());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsValidFilesAndRefusesOthers(Vectors.Vector vector) throws Exception {
    byte[] key = vector.bytes("key");
    int keyBytes = vector.group().get("aead").asString().contains("256") ? 32 : 16;
    if (key.length != keyBytes) {
      assertThat(vector.has("InvalidKeySize")).isTrue();
      assertRefusedOrOtherAlgorithm(vector, key);
      return;
    }
    Path file = folder.resolve("file");
    Files.write(file, inflate(vector.bytes("ct")));

    if (vector.valid()) {
      assertThat(sha512(readAll(file, key, vector.bytes("ctx"))))
          .isEqualTo(vector.test().get("msgSha512").asString());
    } else {
      assertThat(readToTheError(file, key, vector.bytes("ctx"))).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void writesTheSameBytesFromTheSameSalt(Vectors.Vector vector) throws Exception {
    if (!vector.valid()) {
      return;
    }
    byte[] ciphertext = inflate(vector.bytes("ct"));
    Path file = folder.resolve("file");
    Files.write(file, ciphertext);
    byte[] message = readAll(file, vector.bytes("key"), vector.bytes("ctx"));
    byte[] salt = Arrays.copyOf(ciphertext, ChunkedEncryption.SALT_BYTES);

    ChunkedEncryption keys =
        ChunkedEncryption.derive(vector.bytes("key"), salt, vector.bytes("ctx"));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    written.writeBytes(salt);
    written.writeBytes(keys.commitment());
    Cipher cipher = ChunkedEncryption.newCipher();
    byte[] sealed = new byte[ChunkedEncryption.SEALED_CHUNK_BYTES];
    for (int at = 0, chunk = 0; at <= message.length; at += ChunkedEncryption.CHUNK_BYTES) {
      int length = Math.min(ChunkedEncryption.CHUNK_BYTES, message.length - at);
      byte[] plaintext = Arrays.copyOfRange(message, at, at + length);
      written.write(sealed, 0, keys.seal(cipher, chunk++, plaintext, length, sealed));
    }

    assertThat(Arrays.equals(written.toByteArray(), ciphertext)).isTrue();
  }

  private void assertRefusedOrOtherAlgorithm(Vectors.Vector vector, byte[] key) throws IOException {
    byte[] salt = new byte[ChunkedEncryption.SALT_BYTES];
    if (key.length != 16 && key.length != 32) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ChunkedEncryption.derive(key, salt, new byte[0]));
    } else {
      Path file = folder.resolve("file");
      Files.write(file, inflate(vector.bytes("ct")));
      assertThat(readToTheError(file, key, vector.bytes("ctx"))).isTrue();
    }
  }

  private static byte[] readAll(Path file, byte[] key, byte[] context) throws IOException {
    try (ChunkedFileReader reader =
        ChunkedFileReader.open(file, salt -> ChunkedEncryption.derive(key, salt, context))) {
      return reader.read(0, (int) reader.length());
    }
  }

  private static boolean readToTheError(Path file, byte[] key, byte[] context) throws IOException {
    try {
      readAll(file, key, context);
      return false;
    } catch (TamperedFileException e) {
      return true;
    }
  }

  private static byte[] inflate(byte[] compressed) throws IOException {
    try (var input = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
      return input.readAllBytes();
    }
  }

  private static String sha512(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
  }
}
