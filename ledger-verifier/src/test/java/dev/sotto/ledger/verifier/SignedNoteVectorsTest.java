package dev.sotto.ledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keys and notes of the reference implementation, golang.org/x/mod {@code sumdb/note/note_test.go}
 * (BSD-3-Clause).
 */
final class SignedNoteVectorsTest {
  private static final String KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String TEXT =
      "If you think cryptography is the answer to your problem,\n"
          + "then you don't know what your problem is.\n";
  private static final String LINE =
      "\u2014 PeterNeumann"
          + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

  @Test
  void acceptsThePublishedKeyAndNote() throws InvalidLedgerException {
    assertThat(VerifierKey.parse(KEY).checkSignatureLine(LINE, TEXT)).isTrue();
    assertThat(VerifierKey.parse(KEY).name()).isEqualTo("PeterNeumann");
  }

  @Test
  void refusesEveryPartOfTheKey() {
    for (int from = 0; from < KEY.length(); from++) {
      for (int to = from; to <= KEY.length(); to++) {
        if (from > 0 || to < KEY.length()) {
          refused(KEY.substring(from, to));
        }
      }
    }
  }

  @Test
  void refusesTheKeyWithAnyOfItsCharactersChanged() {
    for (int at = 0; at < KEY.length(); at++) {
      char[] changed = KEY.toCharArray();
      changed[at]++;
      refused(new String(changed));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
      })
  void refusesKeysOfAnotherLengthOrKind(String key) {
    refused(key);
  }

  @Test
  void refusesEveryChangeOfTheNote() throws InvalidLedgerException {
    VerifierKey key = VerifierKey.parse(KEY);
    for (int at = 0; at < TEXT.length(); at++) {
      char[] changed = TEXT.toCharArray();
      changed[at]++;
      String text = new String(changed);
      assertThatExceptionOfType(InvalidLedgerException.class)
          .isThrownBy(() -> key.checkSignatureLine(LINE, text));
    }
  }

  @Test
  void passesOverSignaturesOfOtherKeys() throws InvalidLedgerException {
    VerifierKey key = VerifierKey.parse(KEY);

    assertThat(key.checkSignatureLine(LINE.replace("PeterNeumann", "EnochRoot"), TEXT)).isFalse();
    assertThat(key.checkSignatureLine(LINE.replace("x08g", "x08h"), TEXT)).isFalse();
  }

  private static void refused(String key) {
    assertThatExceptionOfType(InvalidLedgerException.class)
        .as(key)
        .isThrownBy(() -> VerifierKey.parse(key));
  }
}
