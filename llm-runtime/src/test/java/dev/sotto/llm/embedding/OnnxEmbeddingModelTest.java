package dev.sotto.llm.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxEmbeddingModelTest {
  @TempDir static Path cache;

  @Test
  void findsTheEnglishPassageThatAnswers() {
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.english(cache, 2)) {
      List<float[]> passages =
          model.embedPassages(
              List.of(
                  "The technician comes on Friday to look at the heating.",
                  "Grandma's recipe needs three eggs and some flour."));
      float[] question = model.embedQuestion("When is the boiler service?");

      assertThat(question).hasSize(model.dimensions());
      assertThat(dot(question, question)).isCloseTo(1, within(1e-5));
      assertThat(dot(question, passages.getFirst()))
          .isGreaterThan(dot(question, passages.getLast()) + 0.05);
    }
  }

  @Test
  void findsTheChinesePassageThatAnswers() {
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.chinese(cache, 2)) {
      List<float[]> passages = model.embedPassages(List.of("师傅星期五上门检修暖气。", "奶奶的菜谱需要三个鸡蛋和面粉。"));
      float[] question = model.embedQuestion("什么时候修锅炉？");

      assertThat(question).hasSize(model.dimensions());
      assertThat(dot(question, passages.getFirst()))
          .isGreaterThan(dot(question, passages.getLast()) + 0.05);
    }
  }

  @Test
  void givesATextTheSameVectorWhateverItsNeighbours() {
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.english(cache, 2)) {
      float[] alone = model.embedPassages(List.of("Kelvin eats at seven.")).getFirst();
      float[] among =
          model
              .embedPassages(
                  List.of(
                      "A much longer text, to widen the batch. ".repeat(9),
                      "Kelvin eats at seven."))
              .getLast();

      assertThat(among).isEqualTo(alone);
    }
  }

  @Test
  void readsTextsBeyondItsWindow() {
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.english(cache, 2)) {
      assertThat(model.embedPassages(List.of("word ".repeat(5_000)))).hasSize(1);
    }
  }

  @Test
  void saysThatItIsClosed() {
    OnnxEmbeddingModel model = OnnxEmbeddingModel.english(cache, 1);
    model.close();
    model.close();

    assertThatThrownBy(() -> model.embedQuestion("anything"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }
}
