package dev.sotto.securestore.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The operations that change a store on disk. Everything that is written goes through here, so that
 * a test can stop at each of them as a power cut would. Safe for all threads.
 */
public interface FileOperations {
  /** Returns the operations of the real file system. */
  static FileOperations onDisk() {
    return DiskOperations.INSTANCE;
  }

  /** Creates a file that only its owner can read and opens it for writing; it must not exist. */
  FileChannel create(Path file) throws IOException;

  /** Opens a file that is there for writing at its end. */
  FileChannel openToAppend(Path file) throws IOException;

  /** Appends all remaining bytes. */
  void write(FileChannel file, ByteBuffer bytes) throws IOException;

  /** Brings a file's bytes and length to the disk. */
  void force(FileChannel file) throws IOException;

  /** Creates a folder that only its owner can enter; it must not exist. */
  void createFolder(Path folder) throws IOException;

  /** Brings the names in a folder to the disk. Does nothing on systems that can't. */
  void forceFolder(Path folder) throws IOException;

  /** Renames a file or folder in one step, replacing a file or an empty folder of that name. */
  void replace(Path from, Path to) throws IOException;

  /** Deletes a file or an empty folder if it is there. */
  void delete(Path file) throws IOException;
}
