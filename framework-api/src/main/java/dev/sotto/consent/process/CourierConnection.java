package dev.sotto.consent.process;

import dev.sotto.process.MessageChannel;

/** A courier's process, seen from the vault. For one thread; the caller closes it. */
public interface CourierConnection extends AutoCloseable {
  /** Returns the channel to it, which closes with the connection. */
  MessageChannel<ToCourier, FromCourier> channel();

  /** Ends the process at once, whatever it is doing, and closes the channel. Idempotent. */
  @Override
  void close();
}
