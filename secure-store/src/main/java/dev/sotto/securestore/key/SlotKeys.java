package dev.sotto.securestore.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Derives the key that a key slot's content is wrapped with from what a person types. */
public final class SlotKeys {
  private static final int KEY_BYTES = 32;

  private SlotKeys() {}

  /**
   * Returns the key for a passphrase slot; the caller wipes it. Takes as long as the preset says.
   */
  public static byte[] fromPassphrase(
      Passphrase passphrase, byte[] salt, KeyDerivationPreset preset) {
    byte[] utf8 = passphrase.utf8();
    try {
      return Argon2id.derive(utf8, salt, preset, KEY_BYTES);
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  /**
   * Returns the key for a recovery slot; the caller wipes it. The code is random, so no work is
   * added.
   */
  public static byte[] fromRecoveryCode(RecoveryCode code, byte[] salt) {
    byte[] secret = code.secret();
    byte[] extracted = Hkdf.extract(salt, secret);
    try {
      return Hkdf.expand(
          extracted, "sotto/recovery-slot/v1".getBytes(StandardCharsets.US_ASCII), KEY_BYTES);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(extracted, (byte) 0);
    }
  }
}
