package dev.sotto.securestore.key;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A random key that data of one purpose is encrypted with. What lies under it is gone for good once
 * no copy of the key is left. Safe for all threads until it is wiped.
 */
public final class DataKey {
  /** Length of a key in bytes. */
  public static final int BYTES = 32;

  /** Length of a key's id in bytes. */
  public static final int ID_BYTES = 8;

  private final KeyPurpose purpose;
  private final String name;
  private final byte[] id;
  private final byte[] bytes;

  /**
   * Takes copies of the parts of a key.
   *
   * @param purpose what it encrypts
   * @param name which of that purpose: a source's name, an epoch's number, or empty
   * @param id its random id, 8 bytes
   * @param bytes the key, 32 bytes
   */
  public DataKey(KeyPurpose purpose, String name, byte[] id, byte[] bytes) {
    if (id.length != ID_BYTES || bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "A data key has %d bytes and an id of %d; found %d and %d"
              .formatted(BYTES, ID_BYTES, bytes.length, id.length));
    }
    this.purpose = purpose;
    this.name = name;
    this.id = id.clone();
    this.bytes = bytes.clone();
  }

  /** Returns a new random key. */
  public static DataKey random(KeyPurpose purpose, String name, SecureRandom random) {
    byte[] id = new byte[ID_BYTES];
    byte[] bytes = new byte[BYTES];
    random.nextBytes(id);
    random.nextBytes(bytes);
    DataKey key = new DataKey(purpose, name, id, bytes);
    Arrays.fill(bytes, (byte) 0);
    return key;
  }

  /** Returns what it encrypts. */
  public KeyPurpose purpose() {
    return purpose;
  }

  /** Returns which of its purpose it is. */
  public String name() {
    return name;
  }

  /** Returns a copy of its id. */
  public byte[] id() {
    return id.clone();
  }

  /** Returns a copy of the key, which the caller wipes. */
  public byte[] copyBytes() {
    return bytes.clone();
  }

  /** Overwrites the key in memory. */
  public void wipe() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "DataKey[" + purpose + ", " + HexFormat.of().formatHex(id) + "]";
  }
}
