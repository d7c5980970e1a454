package dev.sotto.llm.token;

import java.util.Arrays;

/**
 * The printable characters that stand for bytes in a byte-level vocabulary: printable Latin-1
 * stands for itself, the 68 other bytes for U+0100 onwards. Source: {@code bytes_to_unicode} of
 * GPT-2.
 */
final class ByteAlphabet {
  private static final char[] CHARACTERS = new char[256];
  private static final short[] BYTES = new short[0x144];

  static {
    Arrays.fill(BYTES, (short) -1);
    int next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      CHARACTERS[b] = (char) (printable ? b : next++);
      BYTES[CHARACTERS[b]] = (short) b;
    }
  }

  private ByteAlphabet() {}

  /** Returns the character of a byte. */
  static char character(int unsignedByte) {
    return CHARACTERS[unsignedByte];
  }

  /** Returns bytes written in this alphabet. */
  static String written(byte[] bytes) {
    char[] characters = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      characters[i] = CHARACTERS[bytes[i] & 0xFF];
    }
    return String.valueOf(characters);
  }

  /** Returns the byte of a character, or -1 if it stands for none. */
  static int unsignedByte(char character) {
    return character < BYTES.length ? BYTES[character] : -1;
  }
}
