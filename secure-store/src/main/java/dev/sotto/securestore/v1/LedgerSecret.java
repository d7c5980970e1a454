package dev.sotto.securestore.v1;

import dev.sotto.securestore.key.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The random secret of one entry of the ledger. The entry's keys are made from it, so that they are
 * gone with it. Safe for all threads until it is wiped.
 */
public final class LedgerSecret {
  private static final String BODY = "sotto/ledger-body/v1";
  private static final String OPENING = "sotto/ledger-opening/v1";
  private static final String SALT = "sotto/ledger-salt/v1";

  private final byte[] bytes;

  /** Takes over the bytes of a secret. */
  LedgerSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a new random secret. */
  public static LedgerSecret random(SecureRandom random) {
    byte[] bytes = new byte[LedgerFile.SECRET_BYTES];
    random.nextBytes(bytes);
    return new LedgerSecret(bytes);
  }

  /** Returns the key that the body is encrypted with; the caller wipes it. */
  byte[] bodyKey() {
    return derive(BODY);
  }

  /** Returns the key that opens the commitment; whoever has it can check the entry's text. */
  public byte[] openingKey() {
    return derive(OPENING);
  }

  /** Returns the key that references are salted with; whoever has it can confirm guesses. */
  public byte[] saltKey() {
    return derive(SALT);
  }

  /** Overwrites the secret in memory. */
  public void wipe() {
    Arrays.fill(bytes, (byte) 0);
  }

  byte[] copyBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "LedgerSecret[hidden]";
  }

  private byte[] derive(String label) {
    return Hkdf.expand(bytes, label.getBytes(StandardCharsets.US_ASCII), LedgerFile.SECRET_BYTES);
  }
}
