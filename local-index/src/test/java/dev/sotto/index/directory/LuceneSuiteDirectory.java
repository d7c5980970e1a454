package dev.sotto.index.directory;

import dev.sotto.storage.FileEncryption;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockFactory;

/**
 * The encrypted directory as Lucene's tests open it by name ({@code -Dtests.directory}): with a
 * random key of the process and a cache so small that segments are put out all the time.
 */
public final class LuceneSuiteDirectory extends FilterDirectory {
  private static final FileEncryption ENCRYPTION = FileEncryptions.realUnderLucenesFileSystems();
  private static final long CACHE_BYTES = 1 << 17;

  private final LockFactory locks;

  /** Opens a folder with locks of the encrypted directory, or of another kind where a test asks. */
  public LuceneSuiteDirectory(Path folder, LockFactory locks) throws IOException {
    super(
        new EncryptedDirectory(folder, ENCRYPTION, new EncryptedDirectory.Budget(CACHE_BYTES, 0)));
    this.locks = locks;
  }

  @Override
  public Lock obtainLock(String name) throws IOException {
    return locks instanceof FSLockFactory ? super.obtainLock(name) : locks.obtainLock(this, name);
  }
}
