package dev.sotto.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 over some bytes: by that of an item a later scan tells whether it changed.
 *
 * @param value 64 hexadecimal digits
 */
public record Fingerprint(String value) {
  private static final int DIGITS = 64;

  public Fingerprint {
    if (value.length() != DIGITS) {
      throw new IllegalArgumentException(
          "A fingerprint has "
              + DIGITS
              + " hexadecimal digits; found "
              + value.length()
              + " characters");
    }
  }

  /** Returns the fingerprint of these bytes, taken one after another. */
  public static Fingerprint of(byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha256.update(part);
      }
      return new Fingerprint(HexFormat.of().formatHex(sha256.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  @Override
  public String toString() {
    return "Fingerprint[" + value.substring(0, 8) + "]";
  }
}
