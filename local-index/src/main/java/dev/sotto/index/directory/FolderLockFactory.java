package dev.sotto.index.directory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockFactory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Locks of the operating system on empty plain files in the directory's folder; a dead process
 * holds none.
 */
final class FolderLockFactory extends LockFactory {
  private final Path folder;

  FolderLockFactory(Path folder) {
    this.folder = folder;
  }

  @Override
  public Lock obtainLock(Directory directory, String name) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean obtained = false;
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new LockObtainFailedException(
            "Another writer holds " + name + " of this index; close it first");
      }
      obtained = true;
      return new HeldLock(name, channel, lock);
    } finally {
      if (!obtained) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static final class HeldLock extends Lock {
    private final String name;
    private final FileChannel channel;
    private final FileLock lock;

    HeldLock(String name, FileChannel channel, FileLock lock) {
      this.name = name;
      this.channel = channel;
      this.lock = lock;
    }

    @Override
    public void ensureValid() {
      if (!lock.isValid()) {
        throw new AlreadyClosedException("The lock " + name + " of this index is no longer held");
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
