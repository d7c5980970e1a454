package dev.sotto.process;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/**
 * Writes the fields of one message, big-endian, into an array that grows. The layout of texts and
 * times is that of {@code docs/format/process-messages-v1.md}. For one thread.
 */
public final class MessageWriter {
  static final int UTF_8 = 0;
  static final int UTF_16 = 1;

  private static final int INITIAL_BYTES = 256;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  MessageWriter() {}

  int length() {
    return length;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Writes the low eight bits of a number. */
  public MessageWriter writeByte(int value) {
    reserve(Byte.BYTES);
    bytes[length++] = (byte) value;
    return this;
  }

  public MessageWriter writeShort(int value) {
    return writeByte(value >>> 8).writeByte(value);
  }

  public MessageWriter writeInt(int value) {
    return writeShort(value >>> 16).writeShort(value);
  }

  public MessageWriter writeLong(long value) {
    return writeInt((int) (value >>> 32)).writeInt((int) value);
  }

  public MessageWriter writeBoolean(boolean value) {
    return writeByte(value ? 1 : 0);
  }

  /** Writes bytes whose number the reader knows. */
  public MessageWriter writeBytes(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  /** Writes a point in time to the nanosecond. */
  public MessageWriter writeInstant(Instant time) {
    return writeLong(time.getEpochSecond()).writeInt(time.getNano());
  }

  /**
   * Writes a text: as UTF-8, or as UTF-16 where half a surrogate pair makes UTF-8 impossible.
   *
   * @throws IllegalArgumentException if it has more UTF-16 code units than {@code maxLength}
   */
  public MessageWriter writeText(String text, int maxLength) {
    requireAtMost("A text", text.length(), maxLength);
    if (isWellFormed(text)) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return writeByte(UTF_8).writeInt(utf8.length).writeBytes(utf8);
    }
    writeByte(UTF_16).writeInt(Math.multiplyExact(text.length(), Character.BYTES));
    for (int i = 0; i < text.length(); i++) {
      writeShort(text.charAt(i));
    }
    return this;
  }

  /**
   * Writes the number of some things and each of them.
   *
   * @throws IllegalArgumentException if there are more than {@code max}
   */
  public <T> MessageWriter writeList(
      Collection<T> things, int max, BiConsumer<T, MessageWriter> writing) {
    requireAtMost("A list", things.size(), max);
    writeInt(things.size());
    things.forEach(thing -> writing.accept(thing, this));
    return this;
  }

  private static void requireAtMost(String what, int found, int allowed) {
    if (found > allowed) {
      throw new IllegalArgumentException(
          what + " of a message has " + found + " parts; at most " + allowed + " are allowed");
    }
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      long doubled = Math.min(Integer.MAX_VALUE - Long.BYTES, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.max(Math.addExact(length, more), doubled));
    }
  }

  @Override
  public String toString() {
    return "MessageWriter[" + length + " bytes]";
  }
}
