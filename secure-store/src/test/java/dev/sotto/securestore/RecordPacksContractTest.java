package dev.sotto.securestore;

import dev.sotto.storage.RecordStore;
import dev.sotto.storage.RecordStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class RecordPacksContractTest extends RecordStoreContract {
  @TempDir private Path parent;

  private PersonalStore store;

  @Override
  protected RecordStore create() throws IOException {
    store = StoreFixture.create(parent.resolve("store"));
    return store.records();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }
}
