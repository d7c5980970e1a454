package dev.sotto.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.gguf.GgufTensor;
import dev.sotto.llm.gguf.TensorType;
import dev.sotto.llm.onnx.NativeLibrary;
import dev.sotto.llm.onnx.PreparationListener;
import dev.sotto.model.Cancellation;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.Prompt;
import dev.sotto.model.TokenFilter;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufImportTest {
  private static final double NEARLY_ONE = 0.999;
  private static final int[] LENGTHS = {1, 2, 7, 50, 127, 128, 129, 173, 256, 300};

  @TempDir Path folder;

  @BeforeAll
  static void unpackNativesWhereTheyStay() throws IOException {
    NativeLibrary.load(TestCache.FOLDER);
  }

  @ParameterizedTest
  @EnumSource(TensorType.class)
  void readsNumbersAsStored(TensorType type) throws IOException {
    TinyModel tiny = TinyModel.tied(type);
    String name = "blk.1.ffn_down.weight";
    float[] expected = tiny.weights(name);

    try (GgufFile file = GgufFile.open(tiny.writeTo(folder))) {
      GgufTensor tensor = file.findTensor(name).orElseThrow();
      float[] row = new float[tensor.columns()];
      for (int i = 0; i < tensor.rows(); i++) {
        tensor.readRow(i, row);

        assertThat(row)
            .isEqualTo(Arrays.copyOfRange(expected, i * row.length, (i + 1) * row.length));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TensorType.class)
  void givesTheLogitsOfPlainArithmeticForEveryType(TensorType type) throws IOException {
    assertLikeReference(TinyModel.tied(type), 2, 50, 129);
  }

  @Test
  void givesTheLogitsOfPlainArithmeticForMixedTypesAnOwnHeadAndRotaryFactors() throws IOException {
    assertLikeReference(TinyModel.mixed());
  }

  @Test
  void givesTheLogitsOfPlainArithmeticForGroupsOfBothSizes() throws IOException {
    assertLikeReference(TinyModel.mixedGroups());
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "mistral", "mistral3", "smollm3", "qwen2", "qwen3", "gemma3"})
  void givesTheLogitsOfPlainArithmeticForEveryArchitecture(String architecture) throws IOException {
    TinyModel tiny = TinyModel.of(architecture);

    assertLikeReference(tiny);
    assertLikeReferenceWhenGenerating(tiny);
  }

  private void assertLikeReference(TinyModel tiny) throws IOException {
    assertLikeReference(tiny, LENGTHS);
  }

  private void assertLikeReference(TinyModel tiny, int... lengths) throws IOException {
    int[] all = tokens(lengths[lengths.length - 1]);
    float[][] expected = tiny.logits(all, lengths);
    FloatBuffer found = FloatBuffer.allocate(lengths.length * TinyModel.VOCABULARY);
    FloatBuffer plain = FloatBuffer.allocate(found.capacity());
    try (OnnxLanguageModel model = open(tiny)) {
      for (int i = 0; i < lengths.length; i++) {
        found.put(model.logits(Arrays.copyOf(all, lengths[i])));
        plain.put(expected[i]);
      }
    }
    assertThat(Vectors.cosine(found.array(), plain.array())).isGreaterThan(NEARLY_ONE);
  }

  @Test
  void givesTheLogitsOfPlainArithmeticForGeneratedTokens() throws IOException {
    assertLikeReferenceWhenGenerating(TinyModel.tied(TensorType.Q8_0));
  }

  private void assertLikeReferenceWhenGenerating(TinyModel tiny) throws IOException {
    try (OnnxLanguageModel model = open(tiny)) {
      Prompt prompt = Prompt.of("hello", "hello world");
      int[] asked = model.encode(prompt);
      int[] written = tokens(20);

      Generation generation =
          model.generate(
              prompt,
              GenerationSettings.greedy(40),
              vocabulary -> Filters.forcing(written, 2),
              GenerationListener.SILENT,
              Cancellation.NEVER);

      assertThat(generation.stop()).isEqualTo(Generation.Stop.END_OF_TURN);
      assertThat(generation.meanLogProbability())
          .isCloseTo(meanLogProbability(tiny, asked, written), within(0.02));
    }
  }

  private static double meanLogProbability(TinyModel tiny, int[] asked, int[] written) {
    int[] all = Arrays.copyOf(asked, asked.length + written.length);
    System.arraycopy(written, 0, all, asked.length, written.length);
    int[] lengths = new int[written.length];
    Arrays.setAll(lengths, i -> asked.length + i);
    float[][] expected = tiny.logits(all, lengths);
    double sum = 0;
    for (int i = 0; i < written.length; i++) {
      float[] logits = expected[i];
      double total = 0;
      for (float logit : logits) {
        total += Math.exp(logit);
      }
      sum += logits[written[i]] - Math.log(total);
    }
    return sum / written.length;
  }

  @Test
  void keepsWhatItTookWhenItsCacheGrows() throws IOException {
    TinyModel tiny = TinyModel.tied(TensorType.Q4_0);
    int[] tokens = tokens(1_100);
    float[] atOnce;
    try (OnnxLanguageModel model = open(tiny)) {
      atOnce = model.logits(tokens).clone();
    }
    try (OnnxLanguageModel model = open(tiny)) {
      model.logits(Arrays.copyOf(tokens, 900));

      assertThat(model.logits(tokens)).isEqualTo(atOnce);
    }
  }

  @Test
  void writesUntilTheContextIsFull() throws IOException {
    try (OnnxLanguageModel model = open(TinyModel.tied(TensorType.Q4_0))) {
      Prompt prompt = Prompt.of("hello", "x".repeat(150));
      int asked = model.countTokens(prompt);

      Generation generation =
          model.generate(
              prompt,
              GenerationSettings.greedy(2_000),
              vocabulary -> Filters.forcing(tokens(2_000), 2),
              GenerationListener.SILENT,
              Cancellation.NEVER);

      assertThat(generation.stop()).isEqualTo(Generation.Stop.CONTEXT_FULL);
      assertThat(asked + generation.generatedTokens()).isEqualTo(TinyModel.CONTEXT + 1);
    }
  }

  @Test
  void refusesAPromptThatFillsTheContext() throws IOException {
    try (OnnxLanguageModel model = open(TinyModel.tied(TensorType.Q4_0))) {
      assertThatThrownBy(() ->
              model.generate(
                  Prompt.of("hello", "x".repeat(TinyModel.CONTEXT)),
                  GenerationSettings.greedy(1),
                  TokenFilter.Factory.UNRESTRICTED,
                  GenerationListener.SILENT,
                  Cancellation.NEVER))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("context has " + TinyModel.CONTEXT);
    }
  }

  @Test
  void refusesToGenerateWhenItIsClosedAndClosesTwice() throws IOException {
    OnnxLanguageModel model = open(TinyModel.tied(TensorType.Q4_0));
    model.close();
    model.close();

    assertThatThrownBy(() -> model.logits(tokens(3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @ParameterizedTest
  @CsvSource({
    "9,Q8_1",
    "15,Q8_K",
    "16,IQ2_XXS",
    "29,IQ1_M",
    "34,TQ1_0",
    "40,NVFP4",
    "4711,type 4711"
  })
  void refusesATensorTypeThatItCannotReadAndNamesIt(int number, String name) {
    GgufWriter writer = TinyModel.tied(TensorType.Q4_0).writer();
    writer.removeTensor("blk.0.ffn_up.weight");
    writer.add(new GgufWriter.Tensor("blk.0.ffn_up.weight", number, new byte[8192], 64, 96));

    assertRefused(writer, "blk.0.ffn_up.weight", name, "Q4_0");
  }

  @Test
  void refusesAnotherArchitectureAndNamesIt() {
    assertRefused(
        TinyModel.tied(TensorType.Q4_0).writer().put("general.architecture", "mamba"),
        "mamba",
        "llama");
  }

  @Test
  void refusesAModelWithoutATensorThatItNeeds() {
    assertRefused(
        TinyModel.tied(TensorType.Q4_0).writer().removeTensor("blk.1.attn_k.weight"),
        "blk.1.attn_k.weight");
  }

  @Test
  void refusesATensorThatItDoesNotKnow() {
    assertRefused(
        TinyModel.tied(TensorType.Q4_0)
            .writer()
            .add(new GgufWriter.Tensor("blk.0.attn_output.bias", 0, new byte[256], 64)),
        "blk.0.attn_output.bias",
        "unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "llama.embedding_length,96,token_embd.weight",
    "llama.embedding_length,0,llama.embedding_length is 0",
    "llama.feed_forward_length,97,feed-forward 97",
    "llama.attention.head_count_kv,3,4 heads over 3",
    "llama.attention.head_count,-1,llama.attention.head_count is 4294967295",
    "llama.block_count,100000,llama.block_count is 100000",
    "llama.block_count,3,blk.2.",
    "llama.block_count,1,blk.1.",
    "llama.context_length,0,llama.context_length is 0",
    "llama.expert_count,8,8 experts",
    "tokenizer.ggml.eos_token_id,300,tokenizer.ggml.eos_token_id is 300",
  })
  void refusesSizesThatDoNotFit(String key, int value, String said) {
    assertRefused(TinyModel.tied(TensorType.Q4_0).writer().put(key, value), said);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
  void refusesConstantsThatGiveNoNumbers(float value) {
    assertRefused(
        TinyModel.tied(TensorType.Q4_0).writer().put("llama.rope.freq_base", value),
        "llama.rope.freq_base");
    assertRefused(
        TinyModel.tied(TensorType.Q4_0)
            .writer()
            .put("llama.attention.layer_norm_rms_epsilon", value),
        "llama.attention.layer_norm_rms_epsilon");
  }

  @ParameterizedTest
  @EnumSource(TensorType.class)
  void refusesWeightsThatAreNotNumbers(TensorType type) {
    GgufWriter writer = TinyModel.tied(type).writer().removeTensor("blk.0.ffn_up.weight");
    int width = type.blockElements() == 256 ? 256 : 64;
    int rows = width == 256 ? 256 : 96;
    byte[] data = new byte[Math.toIntExact(rows * type.rowBytes(width))];
    Arrays.fill(data, (byte) -1);

    assertRefused(
        writer.add(new GgufWriter.Tensor("blk.0.ffn_up.weight", type.number(), data, width, rows)),
        "blk.0.ffn_up.weight",
        "not a number");
  }

  @Test
  void refusesAVocabularyOfAnotherSizeThanItsEmbedding() {
    GgufWriter writer = TinyModel.tied(TensorType.Q4_0).writer();
    byte[] data = new byte[18 * 2 * 301];

    assertRefused(
        writer
            .removeTensor("token_embd.weight")
            .add(new GgufWriter.Tensor("token_embd.weight", 2, data, 64, 301)),
        "token_embd.weight",
        "300",
        "301");
  }

  @Test
  void refusesAnotherTokenizerOrChatTemplateBeforeItImports() {
    assertRefused(
        TinyModel.tied(TensorType.Q4_0).writer().put("tokenizer.ggml.pre", "superbpe"),
        "superbpe",
        "qwen2");
    assertRefused(
        TinyModel.tied(TensorType.Q4_0).writer().put("tokenizer.ggml.model", "t5"),
        "t5",
        "gpt2",
        "llama");
    assertRefused(
        TinyModel.tied(TensorType.Q4_0)
            .writer()
            .put("tokenizer.chat_template", "{{ bos_token }}\n{% for m messages %}"),
        "chat template needs in",
        "line 2, column 10");
    assertRefused(
        TinyModel.tied(TensorType.Q4_0).writer().remove("tokenizer.chat_template"),
        "no chat template");
  }

  private void assertRefused(GgufWriter writer, String... said) {
    Path cache = folder.resolve("cache");
    assertThatThrownBy(
            () -> {
              Path path = Files.write(folder.resolve("refused.gguf"), writer.toBytes());
              OnnxLanguageModel.open(path, cache, 1, PreparationListener.SILENT).close();
            })
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll(said);
    assertThat(cache).isDirectoryNotContaining(entry -> !entry.endsWith(".lock"));
  }

  private OnnxLanguageModel open(TinyModel tiny) throws IOException {
    return OnnxLanguageModel.open(
        tiny.writeTo(folder), folder.resolve("cache"), 1, PreparationListener.SILENT);
  }

  private static int[] tokens(int count) {
    return new Random(9).ints(count, 3, TinyModel.VOCABULARY).toArray();
  }
}
