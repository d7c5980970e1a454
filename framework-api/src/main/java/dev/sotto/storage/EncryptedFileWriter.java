package dev.sotto.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * Writes one encrypted file from front to back. For one thread. A file that was not closed is not
 * readable.
 */
public interface EncryptedFileWriter extends Closeable {
  /** Appends plaintext bytes. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Returns how many plaintext bytes were written. */
  long position();

  /** Writes the last chunk and closes the file without forcing it to the disk. Idempotent. */
  @Override
  void close() throws IOException;
}
