package dev.sotto.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The identity of one record: 32 lower-case hexadecimal digits, stable over re-imports of the same
 * item of the same source. It is a truncated SHA-256 of source and item key and therefore reveals
 * neither, but whoever can guess both can confirm the guess.
 *
 * @param value 32 hexadecimal digits
 */
public record RecordId(String value) implements Comparable<RecordId> {
  private static final int DIGITS = 32;

  public RecordId {
    if (value.length() != DIGITS || !value.chars().allMatch(RecordId::isLowerHex)) {
      throw new IllegalArgumentException(
          "A record id has "
              + DIGITS
              + " lower-case hexadecimal digits; found "
              + value.length()
              + " characters");
    }
  }

  /** Returns the identity of the item with this key in this source. */
  public static RecordId of(SourceId source, ItemKey key) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(source.value().getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
      sha256.update(key.value().getBytes(StandardCharsets.UTF_8));
      return new RecordId(HexFormat.of().formatHex(sha256.digest(), 0, DIGITS / 2));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  @Override
  public int compareTo(RecordId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
