package dev.sotto.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Messages as the bytes that a channel writes and reads. */
public final class Frames {
  private Frames() {}

  /** Returns the bytes of a message: length, type and fields. */
  public static <M> byte[] encode(MessageCodec<M> codec, M message) {
    MessageWriter out = new MessageWriter();
    out.writeInt(0).writeByte(codec.typeOf(message));
    codec.write(message, out);
    byte[] frame = out.toByteArray();
    ByteBuffer.wrap(frame).putInt(0, frame.length - Integer.BYTES);
    return frame;
  }

  /** Returns the messages that a stream of these bytes holds. */
  public static <M> List<M> decode(MessageCodec<M> codec, byte[] bytes) throws ProtocolException {
    FrameReader<M> frames = new FrameReader<>(new ByteArrayInputStream(bytes), codec);
    List<M> messages = new ArrayList<>();
    try {
      for (M message = frames.next(); message != null; message = frames.next()) {
        messages.add(message);
      }
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }
}
