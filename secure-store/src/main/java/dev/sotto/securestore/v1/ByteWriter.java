package dev.sotto.securestore.v1;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Writes the fields of a layout, big-endian, into an array that grows. For one thread. */
final class ByteWriter {
  static final int UTF_8 = 0;
  static final int UTF_16 = 1;

  private static final int INITIAL_BYTES = 256;

  private ByteBuffer bytes = ByteBuffer.allocate(INITIAL_BYTES);

  int length() {
    return bytes.position();
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  ByteWriter writeByte(int value) {
    reserve(Byte.BYTES).put((byte) value);
    return this;
  }

  ByteWriter writeShort(int value) {
    reserve(Short.BYTES).putShort((short) value);
    return this;
  }

  ByteWriter writeInt(int value) {
    reserve(Integer.BYTES).putInt(value);
    return this;
  }

  ByteWriter writeLong(long value) {
    reserve(Long.BYTES).putLong(value);
    return this;
  }

  ByteWriter writeBytes(byte[] value) {
    reserve(value.length).put(value);
    return this;
  }

  ByteWriter writeBoolean(boolean value) {
    return writeByte(value ? 1 : 0);
  }

  ByteWriter writeInstant(Instant time) {
    return writeLong(time.getEpochSecond()).writeInt(time.getNano());
  }

  /**
   * Writes a text as form, length in bytes, and UTF-8, or UTF-16 where half a surrogate pair makes
   * UTF-8 impossible.
   */
  ByteWriter writeText(String text) {
    try {
      ByteBuffer utf8 =
          StandardCharsets.UTF_8
              .newEncoder()
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      writeByte(UTF_8).writeInt(utf8.remaining());
      reserve(utf8.remaining()).put(utf8);
      return this;
    } catch (CharacterCodingException e) {
      int length = Math.multiplyExact(text.length(), Character.BYTES);
      writeByte(UTF_16).writeInt(length);
      ByteBuffer target = reserve(length);
      for (int i = 0; i < text.length(); i++) {
        target.putChar(text.charAt(i));
      }
      return this;
    }
  }

  private ByteBuffer reserve(int more) {
    if (bytes.remaining() < more) {
      int needed = Math.addExact(bytes.position(), more);
      int doubled = (int) Math.min(Integer.MAX_VALUE - Long.BYTES, 2L * bytes.capacity());
      bytes =
          ByteBuffer.wrap(Arrays.copyOf(bytes.array(), Math.max(needed, doubled)))
              .position(bytes.position());
    }
    return bytes;
  }
}
