package dev.sotto.securestore.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Project Wycheproof's vectors for both makes of AES-GCM in the store: the platform's for files,
 * Tink's for keys.
 */
final class AesGcmVectorsTest {
  static Stream<Vectors.Vector> vectors() throws IOException {
    return Vectors.read("aes_gcm_test.json").stream()
        .filter(vector -> vector.group().get("ivSize").asInt() == 96);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void thePlatformDecryptsValidAndRefusesOtherMessages(Vectors.Vector vector)
      throws GeneralSecurityException {
    Cipher cipher = ChunkedEncryption.newCipher();
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(vector.bytes("key"), "AES"),
        new GCMParameterSpec(128, vector.bytes("iv")));
    cipher.updateAAD(vector.bytes("aad"));

    check(vector, () -> cipher.doFinal(sealed(vector, false)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void tinkDecryptsValidAndRefusesOtherMessages(Vectors.Vector vector)
      throws GeneralSecurityException {
    if (vector.bytes("key").length == 24) {
      return;
    }
    AesGcmJce aead = new AesGcmJce(vector.bytes("key"));

    check(vector, () -> aead.decrypt(sealed(vector, true), vector.bytes("aad")));
  }

  private interface Decryption {
    byte[] run() throws GeneralSecurityException;
  }

  private static void check(Vectors.Vector vector, Decryption decryption)
      throws GeneralSecurityException {
    if (vector.valid()) {
      assertThat(decryption.run()).isEqualTo(vector.bytes("msg"));
    } else {
      assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(decryption::run);
    }
  }

  private static byte[] sealed(Vectors.Vector vector, boolean withNonce) {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    if (withNonce) {
      sealed.writeBytes(vector.bytes("iv"));
    }
    sealed.writeBytes(vector.bytes("ct"));
    sealed.writeBytes(vector.bytes("tag"));
    return sealed.toByteArray();
  }
}
