package dev.sotto.securestore.v1;

import dev.sotto.securestore.ledger.Hashes;
import java.util.HexFormat;

/**
 * What tells one form of a file from every other: SHA-256 over the header of an encrypted file,
 * which fixes its content since no two share one, or over the whole of a small plain one.
 *
 * @param hash the hash in hexadecimal; zeros where there is no file
 */
public record FileMark(String hash) {
  /** The mark of a file that is not there. */
  public static final FileMark ABSENT = of("");

  static final int BYTES = 32;

  /** Returns the mark of a header or a small file. */
  public static FileMark of(byte[] bytes) {
    return of(HexFormat.of().formatHex(Hashes.sha256(bytes)));
  }

  /** Returns the mark of an encrypted file that is open. */
  public static FileMark of(ChunkedFileReader reader) {
    return of(reader.header());
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hash);
  }

  /** Returns the mark with a hash of 32 bytes. */
  public static FileMark ofHash(byte[] hash) {
    return of(HexFormat.of().formatHex(hash));
  }

  private static FileMark of(String hash) {
    return new FileMark(hash.isEmpty() ? "00".repeat(BYTES) : hash);
  }

  @Override
  public String toString() {
    return equals(ABSENT) ? "FileMark[absent]" : "FileMark[]";
  }
}
