package dev.sotto.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads one encrypted file chunk by chunk. Safe for all threads; keeps no decrypted bytes. Owns a
 * mapping of the file until {@link #close}, which is idempotent.
 */
public interface EncryptedFileReader extends Closeable {
  /** Returns the authenticated length of the plaintext in bytes. */
  long length();

  /** Returns the plaintext length of every chunk but the last, in bytes; a power of two. */
  int chunkSize();

  /**
   * Decrypts one chunk.
   *
   * @param chunk its number from 0; plaintext offset {@code chunk * chunkSize()}
   * @param target receives the plaintext from its start; at least {@link #chunkSize} bytes long
   * @return how many bytes the chunk has
   * @throws TamperedFileException if the chunk does not authenticate; {@code target} then holds no
   *     plaintext
   */
  int readChunk(long chunk, byte[] target) throws IOException;
}
