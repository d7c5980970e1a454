package dev.sotto.llm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.llm.onnx.ImportedModel;
import dev.sotto.llm.token.GgufVocabulary;
import dev.sotto.llm.token.TextTokenizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each way of cutting words, over the default model's vocabulary, compared with the tokenizers
 * library under the pattern that the models' own descriptions give.
 */
class WordRulesTest {
  private static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  private static final String REST =
      "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|";
  private static final String LETTERS = "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";
  private static final Map<String, List<String>> PATTERNS =
      Map.of(
          "gpt-2", List.of(GPT2),
          "smollm", List.of("\\p{N}", GPT2),
          "llama-bpe", List.of(CONTRACTIONS + LETTERS + "\\p{N}{1,3}" + REST),
          "qwen2", List.of(CONTRACTIONS + LETTERS + "\\p{N}" + REST),
          "default", List.of("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT2, "\\p{N}+", "[0-9][0-9][0-9]"),
          "tekken",
              List.of(
                  "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
                      + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?"
                      + "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}"
                      + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"));

  private static List<String> tokens;
  private static List<String> merges;
  private static int[] types;

  @TempDir Path folder;

  @BeforeAll
  static void read() throws IOException {
    String sha256;
    try (OnnxLanguageModel model = DefaultModel.open(TestCache.FOLDER, 1)) {
      sha256 = model.description().sha256();
    }
    ImportedModel imported = ImportedModel.find(sha256, TestCache.FOLDER).orElseThrow();
    try (GgufFile head = GgufFile.openHead(imported.head())) {
      tokens = head.metadata().strings("tokenizer.ggml.tokens");
      merges = head.metadata().strings("tokenizer.ggml.merges");
      types = head.metadata().findIntegers("tokenizer.ggml.token_type").orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-2", "smollm", "llama-bpe", "qwen2", "default", "tekken"})
  void agreesWithTheReferenceTokenizer(String rules) throws IOException {
    TextTokenizer tokenizer = tokenizer(rules);
    GgufVocabulary vocabulary = vocabulary(rules);
    Random random = new Random(11);
    try (HuggingFaceTokenizer reference = reference(rules)) {
      for (int i = 0; i < 200; i++) {
        String text = randomText(random, rules.equals("tekken"));
        int[] found = tokenizer.encode(text);

        assertThat(Arrays.stream(found).asLongStream())
            .as(text)
            .containsExactly(
                Arrays.stream(reference.encode(text, false, false).getIds())
                    .boxed()
                    .toArray(Long[]::new));
        assertThat(decoded(vocabulary, found)).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "llama-bpe,12345,12 345 1 2345",
    "refact,12345,12 345 1 2345",
    "phi-2,12345,12 345 1 2345",
  })
  void takesNamesOfTheSameRules(String rules, String text, String more) throws IOException {
    String same = Map.of("llama-bpe", "llama3", "refact", "smollm", "phi-2", "gpt-2").get(rules);

    assertThat(tokenizer(rules).encode(text + more)).isEqualTo(tokenizer(same).encode(text + more));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-2", "smollm", "llama-bpe", "qwen2", "default", "tekken"})
  void takesLongRunsOfOneKind(String rules) throws IOException {
    TextTokenizer tokenizer = tokenizer(rules);
    GgufVocabulary vocabulary = vocabulary(rules);
    for (String part : List.of("a", " ", "7", "!", "\n", "\u57ce", " \n", "aB")) {
      String text = part.repeat(20_000);

      assertThat(decoded(vocabulary, tokenizer.encode(text))).isEqualTo(text);
    }
  }

  private TextTokenizer tokenizer(String rules) throws IOException {
    try (GgufFile head = GgufFile.openHead(write(rules))) {
      return TextTokenizer.from(head.metadata(), GgufVocabulary.from(head.metadata()));
    }
  }

  private GgufVocabulary vocabulary(String rules) throws IOException {
    try (GgufFile head = GgufFile.openHead(write(rules))) {
      GgufMetadata metadata = head.metadata();
      return GgufVocabulary.from(metadata);
    }
  }

  private Path write(String rules) throws IOException {
    GgufWriter writer =
        new GgufWriter()
            .put("tokenizer.ggml.model", "gpt2")
            .put("tokenizer.ggml.pre", rules)
            .put("tokenizer.ggml.tokens", tokens)
            .put("tokenizer.ggml.token_type", types)
            .put("tokenizer.ggml.merges", merges);
    return Files.write(folder.resolve("head.gguf"), writer.toBytes());
  }

  private static HuggingFaceTokenizer reference(String rules) throws IOException {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (String pattern : PATTERNS.get(rules)) {
      steps.add(
          Map.of(
              "type",
              "Split",
              "pattern",
              Map.of("Regex", pattern),
              "behavior",
              "Isolated",
              "invert",
              false));
    }
    steps.add(
        Map.of(
            "type", "ByteLevel",
            "add_prefix_space", false,
            "trim_offsets", false,
            "use_regex", false));
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (int i = 0; i < tokens.size(); i++) {
      numbers.putIfAbsent(tokens.get(i), i);
    }
    Map<String, Object> model = new HashMap<>();
    model.put("type", "BPE");
    model.put("vocab", numbers);
    model.put("merges", merges);
    model.put("ignore_merges", rules.equals("llama-bpe") || rules.equals("tekken"));
    Map<String, Object> whole = new HashMap<>();
    whole.put("version", "1.0");
    whole.put("added_tokens", List.of());
    whole.put("pre_tokenizer", Map.of("type", "Sequence", "pretokenizers", steps));
    whole.put("model", model);
    byte[] json = JsonMapper.shared().writeValueAsBytes(whole);
    return HuggingFaceTokenizer.newInstance(
        new ByteArrayInputStream(json), Map.of("truncation", "false"));
  }

  private static String randomText(Random random, boolean ascii) {
    String[] parts = {
      "a",
      "Be",
      "don't",
      "WE'RE",
      "I'll",
      "x'S",
      " ",
      "  ",
      "\n",
      "\r\n",
      "\t",
      "1",
      "22",
      "2026",
      "12345",
      ".",
      "?!",
      "...",
      "/",
      "$",
      "(",
      ")",
      "_",
      "hello",
      "World",
      "camelCase",
      "<|x|>",
      "\u57ce\u5e02",
      "\u00e9t\u00e9",
      "\u00dc",
      "\u0663\u0664",
      "\u00bd",
      "\u3000",
      "\u00a0",
      "\ud83d\ude00",
      "\u2014",
      "e\u0301"
    };
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      text.append(parts[random.nextInt(ascii ? 28 : parts.length)]);
    }
    return text.toString();
  }

  private static String decoded(GgufVocabulary vocabulary, int[] tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      bytes.writeBytes(vocabulary.bytes(token));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
