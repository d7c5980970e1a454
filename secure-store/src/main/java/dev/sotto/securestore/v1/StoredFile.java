package dev.sotto.securestore.v1;

import dev.sotto.storage.TamperedFileException;
import java.util.HexFormat;

/**
 * An encrypted file as the catalogue remembers it, so that a replaced, older or missing one is
 * noticed.
 *
 * @param number a random number that names it
 * @param length its plaintext length in bytes
 * @param header its first 56 bytes, in hexadecimal; no two files share them
 */
public record StoredFile(long number, long length, String header) {
  private static final int HEADER_BYTES = ChunkedEncryption.HEADER_BYTES;

  /** Returns a file as it was written. */
  public static StoredFile of(long number, long length, byte[] header) {
    return new StoredFile(number, length, HexFormat.of().formatHex(header));
  }

  /** Returns the name of the pack with a number. */
  public static String packName(long number) {
    return "pack-" + HexFormat.of().toHexDigits(number);
  }

  /** Returns whether a file is named like a pack. */
  public static boolean isPackName(String file) {
    return file.matches("pack-[0-9a-f]{16}");
  }

  /** Returns the name of the catalogue segment with a number. */
  public static String segmentName(long number) {
    return "segment-" + HexFormat.of().toHexDigits(number);
  }

  /** Returns this file's name as a pack. */
  public String packName() {
    return packName(number);
  }

  /** Returns this file's name as a catalogue segment. */
  public String segmentName() {
    return segmentName(number);
  }

  /** Returns whether a file that was opened is this one. */
  public boolean matches(ChunkedFileReader reader) {
    return reader.length() == length && HexFormat.of().formatHex(reader.header()).equals(header);
  }

  /** Returns a copy of the file's first 56 bytes. */
  public byte[] headerBytes() {
    return HexFormat.of().parseHex(header);
  }

  void writeTo(ByteWriter out) {
    out.writeLong(number).writeLong(length).writeBytes(HexFormat.of().parseHex(header));
  }

  static StoredFile readFrom(ByteReader in) throws TamperedFileException {
    return of(in.readLong(), in.readLong(), in.readBytes(HEADER_BYTES));
  }
}
