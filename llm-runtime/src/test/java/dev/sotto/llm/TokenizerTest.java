package dev.sotto.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.llm.onnx.ImportedModel;
import dev.sotto.llm.token.BytePairTokenizer;
import dev.sotto.llm.token.GgufVocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  private static GgufVocabulary vocabulary;
  private static BytePairTokenizer tokenizer;
  private static List<String> names;
  private static Map<String, Integer> ranks;

  @BeforeAll
  static void read() throws IOException {
    String sha256;
    try (OnnxLanguageModel model = DefaultModel.open(TestCache.FOLDER, 1)) {
      sha256 = model.description().sha256();
    }
    ImportedModel imported = ImportedModel.find(sha256, TestCache.FOLDER).orElseThrow();
    try (GgufFile head = GgufFile.openHead(imported.head())) {
      GgufMetadata metadata = head.metadata();
      vocabulary = GgufVocabulary.from(metadata);
      tokenizer = BytePairTokenizer.from(metadata, vocabulary);
      names = metadata.strings("tokenizer.ggml.tokens");
      ranks = new HashMap<>();
      for (String merge : metadata.strings("tokenizer.ggml.merges")) {
        ranks.putIfAbsent(merge, ranks.size());
      }
    }
  }

  static List<Goldens.Text> texts() {
    return Goldens.texts();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void givesTheTokensOfTheReference(Goldens.Text text) {
    assertThat(tokenizer.encode(text.text())).isEqualTo(text.tokens());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void givesTheTextBackFromItsTokens(Goldens.Text text) {
    assertThat(decoded(tokenizer.encode(text.text()))).isEqualTo(text.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\n \t x",
        "'s 't 're 've 'm 'll 'd 'S 'x '",
        "\u4f60\u597d\uff0c\u4e16\u754c",
        "\ud83d\ude00\ud83d\udc69\u200d\ud83d\udcbb",
        "\u00bd \u2167 \u0663\u0664",
        "e\u0301 \u00a0\u3000 \u2028x"
      })
  void givesEveryTextBackFromItsTokens(String text) {
    assertThat(decoded(tokenizer.encode(text))).isEqualTo(text);
  }

  @Test
  void mergesLongWordsAsTheDefinitionOfBytePairMergingSays() {
    Random random = new Random(5);
    for (int length = 30; length < 400; length += 23) {
      StringBuilder word = new StringBuilder();
      for (int i = 0; i < length; i++) {
        word.append("aeinorst".charAt(random.nextInt(8)));
      }

      assertThat(tokenizer.encode(word.toString())).isEqualTo(mergedByDefinition(word.toString()));
    }
  }

  @Test
  void takesARunOfAMillionLetters() {
    int[] tokens = tokenizer.encode("na".repeat(500_000));

    assertThat(decoded(tokens)).hasSize(1_000_000);
  }

  private static int[] mergedByDefinition(String word) {
    List<String> symbols = new ArrayList<>(word.chars().mapToObj(Character::toString).toList());
    while (true) {
      int best = Integer.MAX_VALUE;
      int at = -1;
      for (int i = 0; i + 1 < symbols.size(); i++) {
        int rank = ranks.getOrDefault(symbols.get(i) + " " + symbols.get(i + 1), Integer.MAX_VALUE);
        if (rank < best) {
          best = rank;
          at = i;
        }
      }
      if (at < 0) {
        return symbols.stream().mapToInt(names::indexOf).toArray();
      }
      symbols.set(at, symbols.get(at) + symbols.remove(at + 1));
    }
  }

  private static String decoded(int[] tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      bytes.writeBytes(vocabulary.bytes(token));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
