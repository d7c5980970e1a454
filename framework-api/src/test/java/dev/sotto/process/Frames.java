package dev.sotto.process;

/** Single messages as bytes, as a channel writes and reads them, without streams. */
public final class Frames {
  private Frames() {}

  /** Returns a message's type and fields. */
  public static <M> byte[] encode(MessageCodec<M> codec, M message) {
    MessageWriter out = new MessageWriter();
    out.writeByte(codec.typeOf(message));
    codec.write(message, out);
    return out.toByteArray();
  }

  /** Returns the message that type and fields stand for. */
  public static <M> M decode(MessageCodec<M> codec, byte[] bytes) throws ProtocolException {
    MessageReader in = new MessageReader(bytes);
    int type = in.readUnsignedByte();
    int allowed = codec.maxBytes(type);
    if (bytes.length - 1 > allowed) {
      throw new ProtocolException("The message is too long.");
    }
    M message = codec.read(type, in);
    in.requireEnd();
    return message;
  }
}
