package dev.sotto.securestore;

import dev.sotto.storage.FileEncryption;
import dev.sotto.storage.FileEncryptionContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class IndexFilesContractTest extends FileEncryptionContract {
  @TempDir private Path parent;

  private PersonalStore store;

  @Override
  protected FileEncryption create() throws IOException {
    store = StoreFixture.create(parent.resolve("store"));
    return store.indexFiles();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }
}
