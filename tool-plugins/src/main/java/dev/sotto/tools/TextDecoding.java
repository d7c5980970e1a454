package dev.sotto.tools;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Turns bytes of unknown encoding into text: a byte order mark decides, then well-formed UTF-8,
 * else windows-1252, in which every byte has a character (the five unassigned ones become the
 * control character of the same number, as in the WHATWG Encoding Standard, section 9), so that
 * nothing is lost. Stateless.
 */
public final class TextDecoding {
  private static final String C1_REPLACEMENTS =
      "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f"
          + "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

  private TextDecoding() {}

  /** Returns the text of these bytes, without its byte order mark. */
  public static String decode(byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      byte[] rest = Arrays.copyOfRange(bytes, 3, bytes.length);
      return strictly(rest, StandardCharsets.UTF_8).orElseGet(() -> windows1252(rest));
    }
    if (hasUtf16Mark(bytes)) {
      return new String(bytes, StandardCharsets.UTF_16);
    }
    return strictly(bytes, StandardCharsets.UTF_8).orElseGet(() -> windows1252(bytes));
  }

  /** Tells whether bytes start with the byte order mark of UTF-16. */
  public static boolean hasUtf16Mark(byte[] bytes) {
    return startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF);
  }

  /** Tells whether bytes can't be text: a zero byte where no UTF-16 mark explains it. */
  public static boolean isBinary(byte[] bytes) {
    if (hasUtf16Mark(bytes)) {
      return false;
    }
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns the text in this encoding, or empty if the bytes are not well formed in it. */
  public static Optional<String> strictly(byte[] bytes, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Returns the text in windows-1252; never fails, loses nothing. */
  public static String windows1252(byte[] bytes) {
    char[] chars = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xFF;
      chars[i] = b >= 0x80 && b < 0xA0 ? C1_REPLACEMENTS.charAt(b - 0x80) : (char) b;
    }
    return new String(chars);
  }

  /** Returns the text with every line end as {@code \n}. */
  public static String normalizeLineEnds(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    if (bytes.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
