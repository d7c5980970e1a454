package dev.sotto.storage;

final class InMemoryRecordStoreTest extends RecordStoreContract {
  @Override
  protected RecordStore create() {
    return new InMemoryRecordStore();
  }
}
