package dev.sotto.process;

/**
 * The bytes of a closed set of messages. Implementations are stateless, write numbers big-endian
 * and bound every text, list and depth that they read.
 *
 * @param <M> the sealed type of the messages
 */
public interface MessageCodec<M> {
  /** Returns the number of a message's type, 1 to 255. */
  int typeOf(M message);

  /**
   * Returns the most bytes that a message of a type may have, without length and type; it is asked
   * before anything of the message is read.
   *
   * @throws ProtocolException if there is no such type
   */
  int maxBytes(int type) throws ProtocolException;

  /**
   * Writes the fields of a message.
   *
   * @throws IllegalArgumentException if a field is beyond its bound
   */
  void write(M message, MessageWriter out);

  /**
   * Reads the fields of a message of this type. What follows the last field is refused by the
   * caller.
   *
   * @throws ProtocolException if the bytes are not exactly the fields of such a message
   */
  M read(int type, MessageReader in) throws ProtocolException;
}
