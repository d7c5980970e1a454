package dev.sotto.index.directory;

import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.FileEncryption;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.apache.lucene.util.Unwrappable;

/** The file encryptions that the tests run over. */
public final class FileEncryptions {
  private FileEncryptions() {}

  /** Returns the real file format under a new random key. */
  public static FileEncryption real() {
    SecureRandom random = new SecureRandom();
    byte[] storeId = new byte[16];
    random.nextBytes(storeId);
    return new ChunkedFiles(
        FileOperations.onDisk(),
        storeId,
        FileKind.INDEX,
        DataKey.random(KeyPurpose.INDEX, "1", random),
        random);
  }

  /**
   * Returns the real file format for paths of Lucene's checking file systems, which can't be
   * mapped.
   */
  static FileEncryption realUnderLucenesFileSystems() {
    FileEncryption real = real();
    return new FileEncryption() {
      @Override
      public EncryptedFileWriter create(Path path, String boundName) throws IOException {
        return real.create(Unwrappable.unwrapAll(path), boundName);
      }

      @Override
      public EncryptedFileReader open(Path path, String boundName) throws IOException {
        return real.open(Unwrappable.unwrapAll(path), boundName);
      }
    };
  }
}
