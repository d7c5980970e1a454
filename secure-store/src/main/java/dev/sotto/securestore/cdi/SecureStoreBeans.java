package dev.sotto.securestore.cdi;

import dev.sotto.ledger.ConsentLedger;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.storage.FileEncryption;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.SealedDocuments;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;

/** Produces the ports of one unlocked store, and closes it with the container. */
@ApplicationScoped
public class SecureStoreBeans {
  /** Returns the store that the application's {@link StoreOpening} opens. */
  @Produces
  @Singleton
  public PersonalStore store(StoreOpening opening) throws IOException {
    return opening.open();
  }

  /** Closes the store. */
  public void close(@Disposes PersonalStore store) throws IOException {
    store.close();
  }

  /** Returns the original records. */
  @Produces
  @ApplicationScoped
  public RecordStore records(PersonalStore store) {
    return store.records();
  }

  /** Returns the encryption of the index's files. */
  @Produces
  @ApplicationScoped
  public FileEncryption indexFiles(PersonalStore store) {
    return store.indexFiles();
  }

  /** Returns the small documents. */
  @Produces
  @ApplicationScoped
  public SealedDocuments documents(PersonalStore store) {
    return store.documents();
  }

  /** Returns the ledger; it is opened when it is first used. */
  @Produces
  @ApplicationScoped
  public ConsentLedger ledger(PersonalStore store) throws IOException {
    return store.ledger(Clock.systemUTC());
  }
}
