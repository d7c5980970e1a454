package dev.sotto.examples.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.sotto.llm.embedding.OnnxEmbeddingModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SottoEmbeddingModelTest {
  private static final Path CACHE = Path.of("../../llm-runtime/target/model-cache");

  @Test
  void theNearestPassageIsTheOneThatAnswers() {
    try (OnnxEmbeddingModel english = OnnxEmbeddingModel.english(CACHE, 1)) {
      SottoEmbeddingModel model = new SottoEmbeddingModel(english);

      var passages =
          model
              .embedAll(
                  List.of(
                      TextSegment.from("The boiler is serviced every March."),
                      TextSegment.from("Ivo's birthday is on the ninth of May.")))
              .content();
      var question =
          model
              .embed(
                  EmbeddingRequest.builder()
                      .input("When is the heating checked?")
                      .inputType(EmbeddingInputType.QUERY)
                      .build())
              .embeddings()
              .getFirst();

      assertThat(CosineSimilarity.between(question, passages.getFirst()))
          .isGreaterThan(CosineSimilarity.between(question, passages.getLast()));
      assertThat(question.vector())
          .hasSize(model.dimension())
          .isEqualTo(english.embedQuestion("When is the heating checked?"));
    }
  }
}
