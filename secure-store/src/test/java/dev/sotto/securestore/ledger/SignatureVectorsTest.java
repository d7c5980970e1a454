package dev.sotto.securestore.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.Ed25519Verify;
import dev.sotto.securestore.v1.Vectors;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Project Wycheproof's vectors for both makes of Ed25519 that check a ledger: Tink's in the store,
 * the platform's in the verifier.
 */
final class SignatureVectorsTest {
  static Stream<Vectors.Vector> vectors() throws IOException {
    return Vectors.read("ed25519_test.json").stream();
  }

  @Test
  void thereAreValidAndInvalidSignatures() throws IOException {
    List<Vectors.Vector> all = vectors().toList();

    assertThat(all).hasSize(151);
    assertThat(all).anyMatch(Vectors.Vector::valid).anyMatch(vector -> !vector.valid());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void tinkAcceptsExactlyTheValidOnes(Vectors.Vector vector) {
    boolean accepted;
    try {
      new Ed25519Verify(publicKey(vector)).verify(vector.bytes("sig"), vector.bytes("msg"));
      accepted = true;
    } catch (GeneralSecurityException e) {
      accepted = false;
    }

    assertThat(accepted).isEqualTo(vector.valid());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void thePlatformAcceptsExactlyTheValidOnes(Vectors.Vector vector) {
    boolean accepted;
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(platformKey(publicKey(vector)));
      signature.update(vector.bytes("msg"));
      accepted = signature.verify(vector.bytes("sig"));
    } catch (GeneralSecurityException e) {
      accepted = false;
    }

    assertThat(accepted).isEqualTo(vector.valid());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aNoteKeyAcceptsExactlyTheValidOnes(Vectors.Vector vector) {
    byte[] message = vector.bytes("msg");
    String text = new String(message, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), message)) {
      return;
    }

    assertThat(new NoteKey("key", publicKey(vector)).verifies(text, vector.bytes("sig")))
        .isEqualTo(vector.valid());
  }

  private static byte[] publicKey(Vectors.Vector vector) {
    return HexFormat.of().parseHex(vector.group().get("publicKey").get("pk").asString());
  }

  /** RFC 8032, 5.1.2. */
  private static PublicKey platformKey(byte[] encoded) throws GeneralSecurityException {
    byte[] bigEndian = new byte[encoded.length];
    for (int i = 0; i < encoded.length; i++) {
      bigEndian[i] = encoded[encoded.length - 1 - i];
    }
    boolean odd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7f;
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian))));
  }
}
