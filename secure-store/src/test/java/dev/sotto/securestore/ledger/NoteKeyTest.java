package dev.sotto.securestore.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Key and note of the reference implementation, golang.org/x/mod {@code sumdb/note/note_test.go}
 * (BSD-3-Clause).
 */
final class NoteKeyTest {
  private static final String TYPED_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String VERIFIER_KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String TEXT =
      "If you think cryptography is the answer to your problem,\n"
          + "then you don't know what your problem is.\n";
  private static final String SIGNATURE_LINE =
      "\u2014 PeterNeumann"
          + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  private static final NoteKey KEY =
      new NoteKey("PeterNeumann", typed("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));

  @Test
  void writesTheKeyAsThePublishedVerifierKey() {
    assertThat(KEY.verifierKey()).isEqualTo(VERIFIER_KEY);
  }

  @Test
  void signsThePublishedNoteByteForByte() throws GeneralSecurityException {
    byte[] signature =
        new Ed25519Sign(typed(TYPED_SEED)).sign(TEXT.getBytes(StandardCharsets.UTF_8));

    assertThat(KEY.signatureLine(signature)).isEqualTo(SIGNATURE_LINE);
    assertThat(KEY.verifies(TEXT, signature)).isTrue();
    assertThat(KEY.verifies(TEXT + "\n", signature)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a+b", "a\nb", "a\u00a0b"})
  void refusesANameThatCouldBeTakenForSomethingElse(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new NoteKey(name, new byte[32]));
  }

  @Test
  void namesALedgerAfterItsKey() {
    CheckpointKey one = CheckpointKey.ofSeed(typed(TYPED_SEED));
    byte[] root = new byte[32];

    String note = one.note(7, root, one.sign(7, root));

    assertThat(one.publicKey().name()).matches("sotto-ledger/[0-9a-f]{32}");
    assertThat(note)
        .startsWith(
            one.publicKey().name()
                + "\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 ");
    assertThat(one.verifies(7, root, one.sign(7, root))).isTrue();
    assertThat(one.verifies(8, root, one.sign(7, root))).isFalse();
  }

  private static byte[] typed(String base64) {
    byte[] typed = Base64.getDecoder().decode(base64);
    return Arrays.copyOfRange(typed, 1, typed.length);
  }
}
