package dev.sotto.securestore;

import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.ConsentLedgerContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class MerkleLedgerContractTest extends ConsentLedgerContract {
  @TempDir private Path parent;

  private PersonalStore store;

  @Override
  protected ConsentLedger create(Clock clock) throws IOException {
    store = StoreFixture.create(parent.resolve("store"));
    return store.ledger(clock);
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }
}
