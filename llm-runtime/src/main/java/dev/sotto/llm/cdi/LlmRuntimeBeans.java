package dev.sotto.llm.cdi;

import dev.sotto.llm.DefaultModel;
import dev.sotto.llm.embedding.OnnxEmbeddingModel;
import dev.sotto.model.EmbeddingModel;
import dev.sotto.model.LanguageModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;

/**
 * Produces the default language model and the embedding models, and closes them with the container.
 * They load when they are first used.
 */
@ApplicationScoped
public class LlmRuntimeBeans {
  /** Opens the default language model. */
  @Produces
  @ApplicationScoped
  public LanguageModel languageModel(ModelCache cache) throws IOException {
    return DefaultModel.open(cache.folder(), cache.threads());
  }

  /** Returns the embedding model for English. */
  @Produces
  @ApplicationScoped
  public EmbeddingModel english(ModelCache cache) {
    return OnnxEmbeddingModel.english(cache.folder(), cache.threads());
  }

  /** Returns the embedding model for Chinese. */
  @Produces
  @ApplicationScoped
  public EmbeddingModel chinese(ModelCache cache) {
    return OnnxEmbeddingModel.chinese(cache.folder(), cache.threads());
  }

  /** Closes the language model. */
  public void close(@Disposes LanguageModel model) {
    model.close();
  }

  /** Closes an embedding model. */
  public void close(@Disposes @Any EmbeddingModel model) {
    model.close();
  }
}
