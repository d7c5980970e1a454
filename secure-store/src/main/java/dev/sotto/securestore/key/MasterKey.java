package dev.sotto.securestore.key;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The random key of a store under which its key table lies. It encrypts nothing itself: each use
 * has a key derived under its own label. Safe for all threads until it is closed.
 */
public final class MasterKey implements AutoCloseable {
  /** Length in bytes. */
  public static final int BYTES = 32;

  private final byte[] bytes;
  private volatile boolean closed;

  /** Takes a copy of the bytes of a master key. */
  public MasterKey(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "A master key has " + BYTES + " bytes; found " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /** Returns a new random master key. */
  public static MasterKey random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    MasterKey key = new MasterKey(bytes);
    Arrays.fill(bytes, (byte) 0);
    return key;
  }

  /** Returns the key for one use as 32 bytes in an array that the caller wipes. */
  public byte[] derive(String label) {
    requireOpen();
    return Hkdf.expand(bytes, label.getBytes(StandardCharsets.US_ASCII), BYTES);
  }

  /** Returns a copy of the key itself, to be wrapped in a slot; the caller wipes it. */
  public byte[] copyForSlot() {
    requireOpen();
    return bytes.clone();
  }

  /** Wipes the key. Idempotent. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "MasterKey[hidden]";
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store is locked; unlock it again");
    }
  }
}
