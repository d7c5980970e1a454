package dev.sotto.index.directory;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;

/** Lucene's own suite for directories, over the real file format. */
public final class EncryptedDirectoryConformanceTest extends BaseDirectoryTestCase {
  @Override
  protected Directory getDirectory(Path path) throws IOException {
    return new EncryptedDirectory(
        path, FileEncryptions.realUnderLucenesFileSystems(), EncryptedDirectory.Budget.STANDARD);
  }
}
