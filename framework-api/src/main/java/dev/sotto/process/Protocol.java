package dev.sotto.process;

/**
 * What is spoken on a channel, as one end sees it. Both ends must have the same number and version.
 *
 * @param number which protocol it is, 1 to 255
 * @param version the version of its messages, 1 to 65,535
 * @param role which end this is
 * @param sent the messages that this end sends
 * @param received the messages that it receives
 * @param <S> the type of the messages sent
 * @param <R> the type of the messages received
 */
public record Protocol<S, R>(
    int number, int version, Role role, MessageCodec<S> sent, MessageCodec<R> received) {
  public Protocol {
    if (number < 1 || number > 0xFF || version < 1 || version > 0xFFFF) {
      throw new IllegalArgumentException(
          "A protocol has a number from 1 to 255 and a version from 1 to 65,535; found "
              + number
              + " and "
              + version);
    }
  }
}
