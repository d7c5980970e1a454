package dev.sotto.search;

final class InMemorySearchIndexTest extends SearchIndexContract {
  @Override
  protected SearchIndex create() {
    return new InMemorySearchIndex();
  }
}
