package dev.sotto.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Encrypts and authenticates whole files that are written once from front to back and read at
 * random. The name a file was written under is bound to its bytes: read under another name it is
 * refused. Safe for all threads.
 *
 * <p>It does not hide how many files there are, how long they are, or when they were written, and
 * by itself it does not notice that a whole file was replaced by an older one of the same name and
 * key.
 */
public interface FileEncryption {
  /**
   * Creates a file.
   *
   * @param path where; must not exist
   * @param boundName the name bound to the bytes, usually the file's own
   */
  EncryptedFileWriter create(Path path, String boundName) throws IOException;

  /**
   * Opens a file, checking its header and last chunk so that its length can be trusted.
   *
   * @param path where
   * @param boundName the name it was created under
   * @throws TamperedFileException if the file is not what was written under that name and key
   */
  EncryptedFileReader open(Path path, String boundName) throws IOException;

  /**
   * Is told before a file becomes the one from which all others of its folder are found; that file
   * and all that are found from it are complete and forced. An encryption that keeps account of its
   * files notices older ones by it; others do nothing.
   *
   * @param root the bound name of that file, or nothing before all files are thrown away
   */
  default void publishing(Path folder, Optional<String> root) throws IOException {}

  /** Is told when the file that was announced last has its place for good. */
  default void published(Path folder) throws IOException {}

  /**
   * Is asked where no such file is found.
   *
   * @throws TamperedFileException if one was published and never thrown away
   */
  default void requirePublished(Path folder) throws IOException {}

  /**
   * Returns whether a file lies under the key that new files get, by its first bytes alone. While
   * files move from one key to another, those for which it says no are still to be written anew.
   * Where there is one key it is always so.
   *
   * @param path where
   * @param boundName the name it was created under
   */
  default boolean isCurrent(Path path, String boundName) throws IOException {
    return true;
  }
}
