package dev.sotto.securestore.key;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HKDF with SHA-512 (RFC 5869). The expand step takes any pseudo-random key of 16 bytes or more,
 * which the platform's own HKDF does not.
 */
public final class Hkdf {
  private static final String HMAC = "HmacSHA512";
  private static final int HASH_BYTES = 64;
  private static final int MAX_BYTES = 255 * HASH_BYTES;

  private Hkdf() {}

  /**
   * Condenses input that is secret but not uniform into a pseudo-random key of 64 bytes (RFC 5869,
   * 2.2).
   */
  public static byte[] extract(byte[] salt, byte[] input) {
    return hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt).doFinal(input);
  }

  /**
   * Expands a uniform key (RFC 5869, 2.3).
   *
   * @param key a pseudo-random key
   * @param info what the result is for
   * @param length how many bytes, at most 16,320
   */
  public static byte[] expand(byte[] key, byte[] info, int length) {
    if (length < 0 || length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "HKDF with SHA-512 gives 0 to " + MAX_BYTES + " bytes; asked for " + length);
    }
    Mac mac = hmac(key);
    byte[] output = new byte[length];
    byte[] block = new byte[0];
    for (int at = 0, counter = 1; at < length; at += HASH_BYTES, counter++) {
      mac.update(block);
      mac.update(info);
      block = mac.doFinal(new byte[] {(byte) counter});
      System.arraycopy(block, 0, output, at, Math.min(HASH_BYTES, length - at));
    }
    Arrays.fill(block, (byte) 0);
    return output;
  }

  private static Mac hmac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(HMAC + " is part of every Java platform", e);
    }
  }
}
