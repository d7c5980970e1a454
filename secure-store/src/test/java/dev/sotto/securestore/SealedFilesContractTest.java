package dev.sotto.securestore;

import dev.sotto.storage.SealedDocuments;
import dev.sotto.storage.SealedDocumentsContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SealedFilesContractTest extends SealedDocumentsContract {
  @TempDir private Path parent;

  private PersonalStore store;

  @Override
  protected SealedDocuments create() throws IOException {
    store = StoreFixture.create(parent.resolve("store"));
    return store.documents();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }
}
