package dev.sotto.index.directory;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.store.BaseChunkedDirectoryTestCase;

/**
 * Lucene's own suite for directories that read in pieces, over the real file format: the piece is
 * what is decrypted and held together.
 */
public final class EncryptedDirectoryChunkingTest extends BaseChunkedDirectoryTestCase {
  @Override
  protected Directory getDirectory(Path path, int maxChunkSize) throws IOException {
    return new EncryptedDirectory(
        path,
        FileEncryptions.realUnderLucenesFileSystems(),
        new EncryptedDirectory.Budget(1 << 18, maxChunkSize));
  }
}
