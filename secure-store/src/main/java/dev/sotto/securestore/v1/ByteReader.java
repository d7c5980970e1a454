package dev.sotto.securestore.v1;

import dev.sotto.storage.TamperedFileException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads the fields of a layout, checking every length before it allocates. For one thread. */
final class ByteReader {
  private final String file;
  private final ByteBuffer bytes;

  ByteReader(String file, byte[] bytes) {
    this.file = file;
    this.bytes = ByteBuffer.wrap(bytes);
  }

  boolean hasRemaining() {
    return bytes.hasRemaining();
  }

  int remaining() {
    return bytes.remaining();
  }

  int readUnsignedByte() throws TamperedFileException {
    require(Byte.BYTES);
    return Byte.toUnsignedInt(bytes.get());
  }

  int readUnsignedShort() throws TamperedFileException {
    require(Short.BYTES);
    return Short.toUnsignedInt(bytes.getShort());
  }

  int readInt() throws TamperedFileException {
    require(Integer.BYTES);
    return bytes.getInt();
  }

  long readLong() throws TamperedFileException {
    require(Long.BYTES);
    return bytes.getLong();
  }

  /** Reads a number of things of which each takes some bytes, and checks that they can be there. */
  int readCount(int leastBytesEach) throws TamperedFileException {
    int count = readInt();
    if (count < 0 || count > bytes.remaining() / leastBytesEach) {
      throw malformed("it says that " + count + " entries follow, more than it has room for");
    }
    return count;
  }

  byte[] readBytes(int length) throws TamperedFileException {
    require(length);
    byte[] result = new byte[length];
    bytes.get(result);
    return result;
  }

  /** Reads what {@link ByteWriter#writeText} wrote. */
  String readText() throws TamperedFileException {
    int form = readUnsignedByte();
    int length = readInt();
    require(length);
    ByteBuffer encoded = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    try {
      CharBuffer text =
          switch (form) {
            case ByteWriter.UTF_8 -> StandardCharsets.UTF_8.newDecoder().decode(encoded);
            case ByteWriter.UTF_16 -> encoded.asCharBuffer();
            default -> throw malformed("a text has the unknown form " + form);
          };
      return text.toString();
    } catch (CharacterCodingException e) {
      throw malformed("a text is not UTF-8");
    }
  }

  Instant readInstant() throws TamperedFileException {
    long second = readLong();
    int nano = readInt();
    try {
      if (nano < 0) {
        throw malformed("a time has a negative fraction");
      }
      return Instant.ofEpochSecond(second, nano);
    } catch (DateTimeException | ArithmeticException e) {
      throw malformed("a time is out of range");
    }
  }

  boolean readBoolean() throws TamperedFileException {
    return switch (readUnsignedByte()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw malformed("a yes or no is neither");
    };
  }

  void requireEnd() throws TamperedFileException {
    if (bytes.hasRemaining()) {
      throw malformed(bytes.remaining() + " bytes follow its end");
    }
  }

  TamperedFileException malformed(String finding) {
    return new TamperedFileException(file, finding);
  }

  private void require(int length) throws TamperedFileException {
    if (length < 0 || length > bytes.remaining()) {
      throw malformed(
          "a field of " + length + " bytes was expected, " + bytes.remaining() + " are left");
    }
  }
}
