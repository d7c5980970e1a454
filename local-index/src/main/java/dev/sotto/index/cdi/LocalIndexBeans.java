package dev.sotto.index.cdi;

import dev.sotto.index.LuceneSearchIndex;
import dev.sotto.model.EmbeddingModel;
import dev.sotto.search.SearchIndex;
import dev.sotto.storage.FileEncryption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;

/**
 * Produces the search index over the application's folder, file encryption and embedding models, if
 * there are any.
 */
public class LocalIndexBeans {
  /** Opens the index. */
  @Produces
  @ApplicationScoped
  public SearchIndex searchIndex(
      IndexFolder folder, FileEncryption encryption, @Any Instance<EmbeddingModel> models)
      throws IOException {
    return LuceneSearchIndex.open(folder.path(), encryption, models.stream().toList());
  }

  /** Closes the index when the application ends. */
  public void close(@Disposes SearchIndex index) throws IOException {
    index.close();
  }
}
