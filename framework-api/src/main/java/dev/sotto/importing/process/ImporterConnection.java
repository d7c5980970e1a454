package dev.sotto.importing.process;

import dev.sotto.process.MessageChannel;
import java.util.OptionalInt;

/** A process that reads files, seen from the vault. For one thread; the caller closes it. */
public interface ImporterConnection extends AutoCloseable {
  /** Returns the channel to it, which closes with the connection. */
  MessageChannel<ToImporter, FromImporter> channel();

  /** Returns how the process ended, if it does within a moment and the system tells. */
  OptionalInt exitStatus();

  /** Ends the process at once, whatever it is doing, and closes the channel. Idempotent. */
  @Override
  void close();
}
