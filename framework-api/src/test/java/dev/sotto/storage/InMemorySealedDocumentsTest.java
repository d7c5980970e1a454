package dev.sotto.storage;

final class InMemorySealedDocumentsTest extends SealedDocumentsContract {
  @Override
  protected SealedDocuments create() {
    return new InMemorySealedDocuments();
  }
}
