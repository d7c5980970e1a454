package dev.sotto.process;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages from a stream: length (4) ‖ type (1) ‖ fields. No more is read, and no more memory
 * taken, than a message of its type may have. For one thread.
 *
 * @param <M> the type of the messages
 */
final class FrameReader<M> {
  private final InputStream in;
  private final MessageCodec<M> codec;
  private int lastBytes;

  FrameReader(InputStream in, MessageCodec<M> codec) {
    this.in = in;
    this.codec = codec;
  }

  /**
   * Returns the next message, or null at the end of the stream.
   *
   * @throws ProtocolException if what comes is no message, or ends within one
   */
  @Nullable M next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    byte[] rest = exactly(3);
    int length =
        (first << 24)
            | (Byte.toUnsignedInt(rest[0]) << 16)
            | (Byte.toUnsignedInt(rest[1]) << 8)
            | Byte.toUnsignedInt(rest[2]);
    if (length < 1) {
      throw new ProtocolException(
          "A message says that it has " + Integer.toUnsignedString(length) + " bytes.");
    }
    int type = Byte.toUnsignedInt(exactly(1)[0]);
    int allowed = codec.maxBytes(type) + 1;
    if (length > allowed) {
      throw new ProtocolException(
          "A message of type "
              + type
              + " says that it has "
              + length
              + " bytes; it may have 1 to "
              + allowed
              + ".");
    }
    MessageReader body = new MessageReader(exactly(length - 1));
    M message = codec.read(type, body);
    body.requireEnd();
    lastBytes = length;
    return message;
  }

  /** Returns how many bytes the last message had, without its length. */
  int lastBytes() {
    return lastBytes;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new ProtocolException(
          "The process at the other end ended in the middle of a message: "
              + bytes.length
              + " of "
              + length
              + " bytes came.");
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "FrameReader[" + lastBytes + " bytes last]";
  }
}
