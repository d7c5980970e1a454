package dev.sotto.examples.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.sotto.model.EmbeddingModel;
import java.util.List;
import java.util.Set;

/**
 * An embedding model in this process as one of LangChain4j. Texts are taken as passages, unless a
 * request says that they are questions. The model stays its owner's, who closes it.
 */
public final class SottoEmbeddingModel implements dev.langchain4j.model.embedding.EmbeddingModel {
  private final EmbeddingModel model;

  /**
   * @param model not closed by this
   */
  public SottoEmbeddingModel(EmbeddingModel model) {
    this.model = model;
  }

  @Override
  public EmbeddingResponse doEmbed(EmbeddingRequest request) {
    List<String> texts = request.inputs().stream().map(input -> input.text()).toList();
    List<float[]> vectors =
        request.inputType() == EmbeddingInputType.QUERY
            ? texts.stream().map(model::embedQuestion).toList()
            : model.embedPassages(texts);
    return EmbeddingResponse.builder()
        .embeddings(vectors.stream().map(Embedding::from).toList())
        .build();
  }

  @Override
  public Set<EmbeddingParameter<?>> supportedParameters() {
    return Set.of(EmbeddingRequestParameters.INPUT_TYPE);
  }

  @Override
  public int dimension() {
    return model.dimensions();
  }

  @Override
  public String modelName() {
    return model.name();
  }

  @Override
  public String toString() {
    return "SottoEmbeddingModel[" + model.name() + "]";
  }
}
