package dev.sotto.securestore;

import dev.sotto.storage.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other processes out of a store: shared among readers, exclusive for a writer. The operating
 * system releases it when the process ends, however it ends.
 */
final class StoreLock implements AutoCloseable {
  static final String FILE = "lock";

  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  static StoreLock acquire(Path folder, Access access) throws IOException {
    boolean shared = access == Access.READ;
    FileChannel channel = open(folder, shared ? StandardOpenOption.READ : StandardOpenOption.WRITE);
    try {
      if (tryLock(channel, shared) == null) {
        throw new StoreException(
            shared
                ? "The store in "
                    + folder
                    + " is being written by another process. Wait until it has ended, or end it,"
                    + " and try again."
                : "The store in "
                    + folder
                    + " is in use by another process. End it, and try again.");
      }
      return new StoreLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static FileChannel open(Path folder, StandardOpenOption option) throws IOException {
    try {
      return FileChannel.open(folder.resolve(FILE), option);
    } catch (NoSuchFileException e) {
      throw new StoreException(
          "The store in "
              + folder
              + " lacks its empty file "
              + FILE
              + ". Create an empty file of that name, and try again.",
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      throw new StoreException(
          "The store is open in this process already. Close it first, or use the one that is open.",
          e);
    }
  }
}
