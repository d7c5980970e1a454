package dev.sotto.storage;

import java.io.IOException;
import java.util.Optional;

/**
 * Small named documents, encrypted: settings, the last answer's citations. Each replaces its
 * predecessor as a whole or not at all. Safe for all threads.
 */
public interface SealedDocuments {
  /**
   * Reads a document; the array is the caller's own.
   *
   * @param name lower-case letters and {@code -}, at most 32 characters
   * @throws TamperedFileException if it is not what was written under that name
   */
  Optional<byte[]> read(String name) throws IOException;

  /** Writes a document of at most 1 MiB. When it returns, the document is durable. */
  void write(String name, byte[] content) throws IOException;

  /** Deletes a document if it is there. */
  void delete(String name) throws IOException;
}
