package dev.sotto.process;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the fields of one message. Every length and number is checked against what is left of the
 * message and against the bound of its field before anything is made of it, so the memory taken is
 * in proportion to the bytes that have come. For one thread.
 */
public final class MessageReader {
  private final ByteBuffer bytes;

  /**
   * Reads one thing of a list.
   *
   * @param <T> the thing
   */
  @FunctionalInterface
  public interface ThingReader<T> {
    /** Reads the fields of one thing. */
    T read(MessageReader in) throws ProtocolException;
  }

  MessageReader(byte[] message) {
    this.bytes = ByteBuffer.wrap(message);
  }

  public int readUnsignedByte() throws ProtocolException {
    require(Byte.BYTES);
    return Byte.toUnsignedInt(bytes.get());
  }

  public int readUnsignedShort() throws ProtocolException {
    require(Short.BYTES);
    return Short.toUnsignedInt(bytes.getShort());
  }

  public int readInt() throws ProtocolException {
    require(Integer.BYTES);
    return bytes.getInt();
  }

  public long readLong() throws ProtocolException {
    require(Long.BYTES);
    return bytes.getLong();
  }

  /** Reads a number that may not be negative. */
  public long readCounter() throws ProtocolException {
    long value = readLong();
    if (value < 0) {
      throw malformed("a number that can't be negative is");
    }
    return value;
  }

  public boolean readBoolean() throws ProtocolException {
    return switch (readUnsignedByte()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw malformed("a yes or no is neither");
    };
  }

  /** Reads exactly this many bytes. */
  public byte[] readBytes(int length) throws ProtocolException {
    require(length);
    byte[] result = new byte[length];
    bytes.get(result);
    return result;
  }

  /** Reads what {@link MessageWriter#writeInstant} wrote. */
  public Instant readInstant() throws ProtocolException {
    long second = readLong();
    int nanosecond = readInt();
    if (nanosecond < 0 || nanosecond > 999_999_999) {
      throw malformed("the fraction of a time is none");
    }
    try {
      return Instant.ofEpochSecond(second, nanosecond);
    } catch (DateTimeException | ArithmeticException e) {
      throw malformed("a time is out of range");
    }
  }

  /**
   * Reads what {@link MessageWriter#writeText} wrote.
   *
   * @param maxLength the most UTF-16 code units it may have
   */
  public String readText(int maxLength) throws ProtocolException {
    int form = readUnsignedByte();
    int length = readInt();
    require(length);
    int bytesEach = form == MessageWriter.UTF_16 ? Character.BYTES : 3;
    if (length > (long) maxLength * bytesEach) {
      throw malformed("a text has " + length + " bytes, more than its field allows");
    }
    ByteBuffer encoded = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    String text =
        switch (form) {
          case MessageWriter.UTF_8 -> utf8(encoded);
          case MessageWriter.UTF_16 -> utf16(encoded);
          default -> throw malformed("a text has the unknown form " + form);
        };
    if (text.length() > maxLength) {
      throw malformed("a text has " + text.length() + " characters, not at most " + maxLength);
    }
    return text;
  }

  /**
   * Reads what {@link MessageWriter#writeList} wrote.
   *
   * @param max how many things there may be
   * @param leastBytesEach the fewest bytes that one thing takes
   */
  public <T> List<T> readList(int max, int leastBytesEach, ThingReader<T> reading)
      throws ProtocolException {
    int count = readInt();
    if (count < 0 || count > max || count > bytes.remaining() / leastBytesEach) {
      throw malformed("a list says that it has " + count + " things, which can't be");
    }
    List<T> things = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      things.add(reading.read(this));
    }
    return things;
  }

  /** Returns a failure that says what was found; the finding must not hold content. */
  public ProtocolException malformed(String finding) {
    return new ProtocolException("A message is malformed: " + finding + ".");
  }

  void requireEnd() throws ProtocolException {
    if (bytes.hasRemaining()) {
      throw malformed(bytes.remaining() + " bytes follow its end");
    }
  }

  private String utf8(ByteBuffer encoded) throws ProtocolException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
    } catch (CharacterCodingException e) {
      throw malformed("a text is not UTF-8");
    }
  }

  private String utf16(ByteBuffer encoded) throws ProtocolException {
    if (encoded.remaining() % Character.BYTES != 0) {
      throw malformed("a text in UTF-16 has half a character");
    }
    return encoded.asCharBuffer().toString();
  }

  private void require(int length) throws ProtocolException {
    if (length < 0 || length > bytes.remaining()) {
      throw malformed(
          "a field of " + length + " bytes was expected, " + bytes.remaining() + " are left");
    }
  }

  @Override
  public String toString() {
    return "MessageReader[" + bytes.remaining() + " bytes left]";
  }
}
