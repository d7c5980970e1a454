package dev.sotto.securestore.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sotto.securestore.v1.Vectors;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KeyDerivationVectorsTest {
  static Stream<Vectors.Vector> hkdfVectors() throws IOException {
    return Vectors.read("hkdf_sha512_test.json").stream();
  }

  @ParameterizedTest
  @MethodSource("hkdfVectors")
  void derivesAsHkdfWithSha512(Vectors.Vector vector) {
    byte[] key = Hkdf.extract(vector.bytes("salt"), vector.bytes("ikm"));
    int length = vector.test().get("size").asInt();

    if (vector.valid()) {
      assertThat(Hkdf.expand(key, vector.bytes("info"), length)).isEqualTo(vector.bytes("okm"));
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Hkdf.expand(key, vector.bytes("info"), length));
    }
  }

  static Stream<Vectors.Vector> hkdfWithSha256Vectors() throws IOException {
    return Vectors.read("hkdf_sha256_test.json").stream();
  }

  /** The store derives with SHA-512; this is what its libraries make of the shorter hash. */
  @ParameterizedTest
  @MethodSource("hkdfWithSha256Vectors")
  void tinkDerivesAsHkdfWithSha256(Vectors.Vector vector) throws GeneralSecurityException {
    int length = vector.test().get("size").asInt();

    if (vector.valid()) {
      assertThat(tinkHkdf(vector, length)).isEqualTo(vector.bytes("okm"));
    } else {
      assertThatExceptionOfType(GeneralSecurityException.class)
          .isThrownBy(() -> tinkHkdf(vector, length));
    }
  }

  private static byte[] tinkHkdf(Vectors.Vector vector, int length)
      throws GeneralSecurityException {
    return com.google.crypto.tink.subtle.Hkdf.computeHkdf(
        "HmacSha256", vector.bytes("ikm"), vector.bytes("salt"), vector.bytes("info"), length);
  }

  @ParameterizedTest
  @MethodSource("hkdfWithSha256Vectors")
  void thePlatformDerivesAsHkdfWithSha256(Vectors.Vector vector) throws GeneralSecurityException {
    int length = vector.test().get("size").asInt();

    if (vector.valid()) {
      assertThat(platformHkdf(vector, length)).isEqualTo(vector.bytes("okm"));
    } else {
      assertThatExceptionOfType(GeneralSecurityException.class)
          .isThrownBy(() -> platformHkdf(vector, length));
    }
  }

  private static byte[] platformHkdf(Vectors.Vector vector, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract()
                .addIKM(vector.bytes("ikm"))
                .addSalt(vector.bytes("salt"))
                .thenExpand(vector.bytes("info"), length));
  }

  /** RFC 9106, section 5.3. */
  @Test
  void derivesAsArgon2idInItsSpecification() {
    Argon2Parameters parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(32)
            .withIterations(3)
            .withParallelism(4)
            .withSalt(filled(16, 2))
            .withSecret(filled(8, 3))
            .withAdditional(filled(12, 4))
            .build();

    byte[] tag = Argon2id.derive(filled(32, 1), parameters, 32);

    assertThat(HexFormat.of().formatHex(tag))
        .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
