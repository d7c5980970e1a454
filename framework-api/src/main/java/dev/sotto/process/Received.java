package dev.sotto.process;

/**
 * What came of waiting for a message.
 *
 * @param <M> the type of the messages
 */
public sealed interface Received<M> {
  /**
   * A message came.
   *
   * @param message the message
   */
  record Message<M>(M message) implements Received<M> {}

  /** The peer closed its end between two messages; none will come any more. */
  record Ended<M>() implements Received<M> {}

  /** Nothing came in the time that was given. */
  record Silence<M>() implements Received<M> {}
}
