package dev.sotto.index;

import dev.sotto.index.directory.FileEncryptions;
import dev.sotto.search.SearchIndex;
import dev.sotto.search.SearchIndexContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class LuceneSearchIndexContractTest extends SearchIndexContract {
  @TempDir private Path folder;

  @Override
  protected SearchIndex create() throws IOException {
    return LuceneSearchIndex.open(folder, FileEncryptions.real(), List.of());
  }
}
