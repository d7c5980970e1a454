package dev.sotto.importing.process;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * By what an importer recognises an item that is stored already, and learns nothing else of it: the
 * first 128 bits of a SHA-256 over a salt that is new in each scan, the key and the fingerprint.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record ItemDigest(long high, long low) {
  static final int BYTES = 2 * Long.BYTES;

  /** Makes the digests of one scan. For one thread. */
  static final class Maker {
    static final int SALT_BYTES = 16;

    private static final byte ITEM = 1;
    private static final byte KEY = 2;

    private final byte[] salt;
    private final MessageDigest sha256;

    Maker(byte[] salt) {
      if (salt.length != SALT_BYTES) {
        throw new IllegalArgumentException(
            "A salt has " + SALT_BYTES + " bytes; found " + salt.length);
      }
      this.salt = Arrays.copyOf(salt, salt.length + 1);
      try {
        this.sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("SHA-256 is part of every Java platform", e);
      }
    }

    /** Returns the digest of an item in the state of a fingerprint. */
    ItemDigest of(ItemKey key, Fingerprint fingerprint) {
      begin(ITEM);
      sha256.update(fingerprint.value().getBytes(StandardCharsets.US_ASCII));
      return end(key);
    }

    /** Returns the digest of an item in whatever state. */
    ItemDigest of(ItemKey key) {
      begin(KEY);
      return end(key);
    }

    private void begin(byte form) {
      salt[SALT_BYTES] = form;
      sha256.update(salt);
    }

    private ItemDigest end(ItemKey key) {
      sha256.update(key.value().getBytes(StandardCharsets.UTF_16BE));
      ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
      return new ItemDigest(digest.getLong(), digest.getLong());
    }
  }
}
