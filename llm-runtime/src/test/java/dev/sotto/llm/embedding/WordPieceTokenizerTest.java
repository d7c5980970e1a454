package dev.sotto.llm.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WordPieceTokenizerTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "   \n\t ",
          "When is the boiler service?",
          "Dr. O'Neill's re-scheduled 3pm (15:00) call: +49 30 901820, €1,299.00!",
          "Crème brûlée, Straße, ÅNGSTRÖM, İstanbul, ǅ, ﬁn",
          "e\u0301 against \u00e9, and a\u200bzero\u200dwidth\ufeffspace, soft\u00adhyphen",
          "我们下周二在成都见面，好吗？ The hotel is 如家.",
          "Ключ лежит под ковриком. カレンダー 한국어 ไทย हिन्दी",
          "a".repeat(100) + " " + "a".repeat(101),
          "emoji 🚲👩‍👩‍👧 and 𠀀 surrogate pairs",
          "tabs\there\r\nand [CLS-like] marks, https://example.org/a_b?c=d#e",
          "non\u00a0breaking\u2003spaces \u3000 ideographic");

  private enum Model {
    ENGLISH("bge-small-en-v1.5-q", WordPieceTokenizer.LetterCase.FOLDED),
    CHINESE("bge-small-zh-v1.5-q", WordPieceTokenizer.LetterCase.KEPT);

    private final String resource;
    private final WordPieceTokenizer.LetterCase letterCase;

    Model(String resource, WordPieceTokenizer.LetterCase letterCase) {
      this.resource = "/" + resource + "-tokenizer.json";
      this.letterCase = letterCase;
    }

    InputStream open() {
      return WordPieceTokenizerTest.class.getResourceAsStream(resource);
    }
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void agreesWithTheReferenceTokenizer(Model model) throws IOException {
    WordPieceTokenizer tokenizer = tokenizer(model);
    try (InputStream in = model.open();
        HuggingFaceTokenizer reference =
            HuggingFaceTokenizer.newInstance(in, Map.of("truncation", "false"))) {
      for (String text : TEXTS) {
        assertThat(tokenizer.encode(text, 512)).as(text).isEqualTo(reference.encode(text).getIds());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void agreesWithTheReferenceTokenizerOnRandomText(Model model) throws IOException {
    WordPieceTokenizer tokenizer = tokenizer(model);
    Random random = new Random(7);
    try (InputStream in = model.open();
        HuggingFaceTokenizer reference =
            HuggingFaceTokenizer.newInstance(in, Map.of("truncation", "false"))) {
      for (int i = 0; i < 500; i++) {
        String text = randomText(random);
        assertThat(tokenizer.encode(text, 512)).as(text).isEqualTo(reference.encode(text).getIds());
      }
    }
  }

  @Test
  void cutsLongTextsButKeepsTheSeparator() throws IOException {
    WordPieceTokenizer tokenizer = tokenizer(Model.ENGLISH);
    long[] whole = tokenizer.encode("one two three four", 512);

    long[] cut = tokenizer.encode("one two three four", 4);

    assertThat(cut).hasSize(4).startsWith(whole[0], whole[1], whole[2]).endsWith(whole[5]);
  }

  @Test
  void needsTheSpecialPieces() {
    assertThatThrownBy(() ->
            new WordPieceTokenizer(
                List.of("[UNK]", "[CLS]", "word"), WordPieceTokenizer.LetterCase.KEPT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[SEP]");
  }

  private static WordPieceTokenizer tokenizer(Model model) throws IOException {
    try (InputStream in = model.open()) {
      return new WordPieceTokenizer(EmbeddingModelFiles.pieces(in), model.letterCase);
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      int range = random.nextInt(6);
      text.appendCodePoint(
          switch (range) {
            case 0 -> ' ' + random.nextInt(95);
            case 1 -> 'a' + random.nextInt(26);
            case 2 -> 0xC0 + random.nextInt(0x100);
            case 3 -> 0x4E00 + random.nextInt(0x2000);
            case 4 -> 0x410 + random.nextInt(0x40);
            default -> ' ';
          });
    }
    return text.toString();
  }
}
