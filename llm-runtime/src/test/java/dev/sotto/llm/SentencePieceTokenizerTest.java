package dev.sotto.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.token.GgufVocabulary;
import dev.sotto.llm.token.TextTokenizer;
import dev.sotto.model.UnsupportedModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencePieceTokenizerTest {
  private static final char SPACE = '\u2581';

  @TempDir Path folder;

  private record Read(GgufVocabulary vocabulary, TextTokenizer tokenizer) {
    String decoded(String text) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int token : tokenizer.encode(text)) {
        out.writeBytes(vocabulary.bytes(token));
      }
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  private Read read(TinyVocabulary tiny) throws IOException {
    Path path = Files.write(folder.resolve("head.gguf"), tiny.toBytes());
    try (GgufFile head = GgufFile.openHead(path)) {
      GgufVocabulary vocabulary = GgufVocabulary.from(head.metadata());
      return new Read(vocabulary, TextTokenizer.from(head.metadata(), vocabulary));
    }
  }

  private static TinyVocabulary letters() {
    TinyVocabulary tiny = new TinyVocabulary();
    for (String letter : List.of("a", "b", "c", String.valueOf(SPACE), "h", "e", "l", "o")) {
      tiny.piece(letter, -20);
    }
    return tiny;
  }

  @Test
  void mergesByScoreAndNotByLength() throws IOException {
    TinyVocabulary tiny = letters().piece("ab", -3).piece("bc", -2).piece("abc", -9);
    TextTokenizer tokenizer = read(tiny.put("tokenizer.ggml.add_space_prefix", false)).tokenizer();

    assertThat(tokenizer.encode("abc")).containsExactly(tiny.number("abc"));
    assertThat(tokenizer.encode("bab")).containsExactly(tiny.number("b"), tiny.number("ab"));
    assertThat(tokenizer.encode("aabb"))
        .containsExactly(tiny.number("a"), tiny.number("ab"), tiny.number("b"));
  }

  @Test
  void putsASpaceInFrontUnlessTheFileSaysOtherwise() throws IOException {
    TinyVocabulary tiny = letters().piece(SPACE + "h", -1);

    assertThat(read(tiny).tokenizer().encode("h")).containsExactly(tiny.number(SPACE + "h"));
    assertThat(read(tiny).tokenizer().encode("")).isEmpty();
    tiny.put("tokenizer.ggml.add_space_prefix", false);
    assertThat(read(tiny).tokenizer().encode("h")).containsExactly(tiny.number("h"));
  }

  @Test
  void writesWhatIsNoPieceInBytes() throws IOException {
    TinyVocabulary tiny = letters().put("tokenizer.ggml.add_space_prefix", false);

    assertThat(read(tiny).tokenizer().encode("a\u00e9"))
        .containsExactly(tiny.number("a"), tiny.number("<0xC3>"), tiny.number("<0xA9>"));
  }

  @Test
  void takesAddedRunsOfWhiteSpaceWholeAndKeepsOtherAddedPiecesAsText() throws IOException {
    TinyVocabulary tiny =
        letters()
            .added("\n\n", "\n\n\n", "" + SPACE + SPACE, "<b>")
            .put("tokenizer.ggml.add_space_prefix", false);
    Read read = read(tiny);

    assertThat(read.tokenizer().encode("a\n\n\nb"))
        .containsExactly(tiny.number("a"), tiny.number("\n\n\n"), tiny.number("b"));
    assertThat(read.tokenizer().encode("a  b"))
        .containsExactly(tiny.number("a"), tiny.number("" + SPACE + SPACE), tiny.number("b"));
    assertThat(read.tokenizer().encode("<b>")).doesNotContain(tiny.number("<b>"));
    assertThat(read.decoded("a\n\n\n\n  b <b>")).isEqualTo("a\n\n\n\n  b <b>");
  }

  @Test
  void mergesAsTheDefinitionSays() throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < 20; round++) {
      TinyVocabulary tiny = letters().put("tokenizer.ggml.add_space_prefix", false);
      for (int i = 0; i < 40; i++) {
        String piece = randomText(random, 2 + random.nextInt(3)).replace(' ', SPACE);
        if (tiny.number(piece) < 0) {
          tiny.piece(piece, -random.nextInt(10));
        }
      }
      TextTokenizer tokenizer = read(tiny).tokenizer();
      for (int i = 0; i < 20; i++) {
        String text = randomText(random, 1 + random.nextInt(30));

        assertThat(tokenizer.encode(text)).as(text).isEqualTo(mergedByDefinition(tiny, text));
      }
    }
  }

  private static String randomText(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abc helo".charAt(random.nextInt(8)));
    }
    return text.toString();
  }

  /** Again and again: of all neighbours that are a piece together, the best, leftmost first. */
  private static int[] mergedByDefinition(TinyVocabulary tiny, String text) {
    List<String> symbols = new ArrayList<>();
    text.replace(' ', SPACE).codePoints().forEach(c -> symbols.add(Character.toString(c)));
    while (true) {
      int at = -1;
      for (int i = 0; i + 1 < symbols.size(); i++) {
        int token = tiny.number(symbols.get(i) + symbols.get(i + 1));
        if (token >= 0
            && (at < 0
                || tiny.score(token)
                    > tiny.score(tiny.number(symbols.get(at) + symbols.get(at + 1))))) {
          at = i;
        }
      }
      if (at < 0) {
        return symbols.stream().mapToInt(tiny::number).toArray();
      }
      symbols.set(at, symbols.get(at) + symbols.remove(at + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a  b",
        "\n\n\t",
        "\u57ce\u5e02 \ud83d\ude00",
        "e\u0301 \u00a0\u3000",
        "</s>"
      })
  void givesEveryTextBackFromItsTokens(String text) throws IOException {
    TinyVocabulary tiny = letters().put("tokenizer.ggml.add_space_prefix", false);

    assertThat(read(tiny).decoded(text)).isEqualTo(text);
  }

  @Test
  void takesARunOfAHundredThousandLetters() throws IOException {
    TinyVocabulary tiny = letters().piece("ab", -1).piece("abab", -2);

    assertThat(read(tiny).tokenizer().encode("ab".repeat(50_000))).hasSizeLessThan(26_000);
  }

  @Test
  void endsTurnsAtEveryTokenThatEndsOne() throws IOException {
    TinyVocabulary tiny = letters().control("<end_of_turn>").added("<|im_end|>");
    GgufVocabulary vocabulary = read(tiny).vocabulary();

    for (String end : List.of("</s>", "<end_of_turn>", "<|im_end|>")) {
      assertThat(vocabulary.endsTurn(tiny.number(end))).as(end).isTrue();
    }
    assertThat(vocabulary.endsTurn(tiny.number("<s>"))).isFalse();
    assertThat(vocabulary.bytes(tiny.number("<|im_end|>"))).isEmpty();
  }

  @Test
  void refusesScoresThatDoNotFitAndBytesThatAreNone() {
    TinyVocabulary fewer = letters().put("tokenizer.ggml.scores", new float[] {1, 2});
    TinyVocabulary infinite = letters().put("tokenizer.ggml.scores", new float[] {Float.NaN, 2});

    assertThatThrownBy(() -> read(fewer))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("2 scores");
    assertThatThrownBy(() -> read(infinite))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("not a finite number");
  }
}
