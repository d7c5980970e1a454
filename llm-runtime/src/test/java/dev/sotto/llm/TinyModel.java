package dev.sotto.llm;

import dev.sotto.llm.gguf.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A model of random weights, small enough to be computed by plain loops: two layers or as many as
 * its architecture needs to show all it has, 300 tokens, context 1300. {@link #logits} is an
 * independent reference in double arithmetic on the weights as stored: rotary positions turn
 * neighbouring numbers or the halves of a head, as the file's order of rows means it.
 */
final class TinyModel {
  static final int CONTEXT = 1300;
  static final int VOCABULARY = 300;

  private static final int WINDOW = 40;
  private static final double EPSILON = 1e-5;
  private static final double ROPE_BASE = 500_000;
  private static final double LOCAL_ROPE_BASE = 10_000;
  private static final double LINEAR_FACTOR = 8;

  private final Random random;
  private final GgufWriter writer = new GgufWriter();
  private final Map<String, float[]> weights = new HashMap<>();
  private final String architecture;
  private final int layers;
  private final int hidden;
  private final int heads;
  private final int keyValueHeads;
  private final int headSize;
  private final int feedForward;

  private TinyModel(long seed, String architecture, boolean wide) {
    this.random = new Random(seed);
    this.architecture = architecture;
    this.layers =
        switch (architecture) {
          case "gemma3" -> 7;
          case "smollm3" -> 5;
          default -> 2;
        };
    this.hidden = wide ? 256 : 64;
    this.heads = wide ? 8 : 4;
    this.keyValueHeads = wide ? 4 : 2;
    this.headSize = wide || hasHeadNorms() ? 32 : 16;
    this.feedForward = wide ? 256 : 96;
  }

  /** A Llama whose matrices are all of one type and whose head is its embedding. */
  static TinyModel tied(TensorType type) {
    return new TinyModel(type.ordinal(), "llama", type.blockElements() == 256)
        .fill(type, type, type, false);
  }

  /** A Llama with a head of its own, other types for the value and down matrices, and factors. */
  static TinyModel mixed() {
    return new TinyModel(77, "llama", false)
        .fill(TensorType.Q4_0, TensorType.Q8_0, TensorType.Q4_1, true);
  }

  /** A Llama as quantisers write them: the types of a layer differ, with groups of 16 and 32. */
  static TinyModel mixedGroups() {
    return new TinyModel(78, "llama", true)
        .fill(TensorType.Q4_K, TensorType.Q6_K, TensorType.Q3_K, true);
  }

  /** A model of an architecture, in 8 bits. */
  static TinyModel of(String architecture) {
    return new TinyModel(architecture.hashCode(), architecture, false)
        .fill(TensorType.Q8_0, TensorType.Q8_0, TensorType.Q8_0, architecture.equals("qwen3"));
  }

  private boolean hasHeadNorms() {
    return architecture.equals("qwen3") || isGemma();
  }

  private boolean isGemma() {
    return architecture.equals("gemma3");
  }

  private boolean isLocal(int layer) {
    return isGemma() && layer % 6 < 5;
  }

  private TinyModel fill(
      TensorType type, TensorType valueType, TensorType downType, boolean withHead) {
    metadata();
    matrix("token_embd.weight", type, VOCABULARY, hidden, 1);
    for (int layer = 0; layer < layers; layer++) {
      String block = "blk." + layer + ".";
      norm(block + "attn_norm.weight", hidden, 1);
      matrix(block + "attn_q.weight", type, heads * headSize, hidden, 1);
      matrix(block + "attn_k.weight", type, keyValueHeads * headSize, hidden, 1);
      matrix(block + "attn_v.weight", valueType, keyValueHeads * headSize, hidden, 1);
      matrix(block + "attn_output.weight", type, hidden, heads * headSize, 2);
      norm(block + "ffn_norm.weight", hidden, 1);
      matrix(block + "ffn_gate.weight", type, feedForward, hidden, 1);
      matrix(block + "ffn_up.weight", type, feedForward, hidden, 1);
      matrix(block + "ffn_down.weight", downType, hidden, feedForward, 1);
      if (architecture.equals("qwen2")) {
        norm(block + "attn_q.bias", heads * headSize, 1);
        norm(block + "attn_k.bias", keyValueHeads * headSize, 1);
        norm(block + "attn_v.bias", keyValueHeads * headSize, 1);
      }
      if (hasHeadNorms()) {
        norm(block + "attn_q_norm.weight", headSize, 1);
        norm(block + "attn_k_norm.weight", headSize, 1);
      }
      if (isGemma()) {
        norm(block + "post_attention_norm.weight", hidden, 1);
        norm(block + "post_ffw_norm.weight", hidden, 1);
      }
    }
    norm("output_norm.weight", hidden, 1);
    if (withHead) {
      matrix("output.weight", type, VOCABULARY, hidden, 1);
    }
    if (withHead && architecture.equals("llama")) {
      norm("rope_freqs.weight", headSize / 2, 4);
    }
    return this;
  }

  private void metadata() {
    List<String> tokens = new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));
    for (int b = 0; b < 256; b++) {
      tokens.add(alphabet(b));
    }
    List<String> merges = new ArrayList<>();
    for (String pair : List.of("h e", "l l", "he ll", "hell o", "\u0120 w", "o r", "\u0120w or")) {
      merges.add(pair);
      tokens.add(pair.replace(" ", ""));
    }
    while (tokens.size() < VOCABULARY) {
      tokens.add("unused" + tokens.size());
    }
    int[] types = new int[VOCABULARY];
    Arrays.fill(types, 1);
    Arrays.fill(types, 0, 3, 3);
    writer
        .put("general.architecture", architecture)
        .put("general.name", "Tiny")
        .put(architecture + ".block_count", layers)
        .put(architecture + ".context_length", CONTEXT)
        .put(architecture + ".embedding_length", hidden)
        .put(architecture + ".feed_forward_length", feedForward)
        .put(architecture + ".attention.head_count", heads)
        .put(architecture + ".attention.head_count_kv", keyValueHeads)
        .put(architecture + ".attention.layer_norm_rms_epsilon", (float) EPSILON)
        .put(architecture + ".rope.freq_base", (float) ROPE_BASE)
        .put("tokenizer.ggml.model", "gpt2")
        .put("tokenizer.ggml.pre", "smollm")
        .put("tokenizer.ggml.tokens", tokens)
        .put("tokenizer.ggml.token_type", types)
        .put("tokenizer.ggml.merges", merges)
        .put("tokenizer.ggml.eos_token_id", 2)
        .put("tokenizer.chat_template", "<|im_start|>role\ntext<|im_end|>\n");
    if (headSize != hidden / heads) {
      writer
          .put(architecture + ".attention.key_length", headSize)
          .put(architecture + ".attention.value_length", headSize);
    }
    if (isGemma()) {
      writer
          .put("gemma3.attention.sliding_window", WINDOW)
          .put("gemma3.rope.scaling.type", "linear")
          .put("gemma3.rope.scaling.factor", (float) LINEAR_FACTOR);
    }
  }

  /** The character that stands for a byte in GPT-2's vocabulary. */
  private static String alphabet(int value) {
    int hidden = 0;
    for (int b = 0; b <= value; b++) {
      boolean shown = (b > 32 && b < 127) || (b > 160 && b != 173);
      if (b == value) {
        return Character.toString(shown ? b : 256 + hidden);
      }
      hidden += shown ? 0 : 1;
    }
    throw new AssertionError("a byte is at most 255");
  }

  private void matrix(String name, TensorType type, int rows, int columns, double gain) {
    add(
        name,
        type,
        StoredNumbers.random(type, rows * columns, gain / Math.sqrt(columns), random),
        columns,
        rows);
  }

  private void norm(String name, int size, double most) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) (0.5 + most * random.nextDouble());
    }
    add(name, TensorType.F32, StoredNumbers.of(TensorType.F32, numbers), size);
  }

  private void add(String name, TensorType type, StoredNumbers stored, long... dimensions) {
    weights.put(name, stored.values());
    writer.add(new GgufWriter.Tensor(name, type.number(), stored.bytes(), dimensions));
  }

  /** Returns the file's layout, to be changed by tests. */
  GgufWriter writer() {
    return writer;
  }

  /** Returns a tensor's numbers as stored, row by row. */
  float[] weights(String name) {
    return weights.get(name);
  }

  /** Writes the file. */
  Path writeTo(Path folder) throws IOException {
    return Files.write(folder.resolve("tiny.gguf"), writer.toBytes());
  }

  /** Returns the logits of the token after these. */
  float[] logits(int... tokens) {
    return logits(tokens, new int[] {tokens.length})[0];
  }

  /** Returns the logits of the tokens after these many of the given ones. */
  float[][] logits(int[] tokens, int[] lengths) {
    double[][] rows = new double[tokens.length][hidden];
    float[] embedding = weights.get("token_embd.weight");
    for (int position = 0; position < tokens.length; position++) {
      for (int i = 0; i < hidden; i++) {
        rows[position][i] =
            embedding[tokens[position] * hidden + i] * (isGemma() ? Math.sqrt(hidden) : 1);
      }
    }
    for (int layer = 0; layer < layers; layer++) {
      String block = "blk." + layer + ".";
      attend(layer, block, rows);
      for (double[] row : rows) {
        feedForward(block, row);
      }
    }
    float[][] logits = new float[lengths.length][VOCABULARY];
    for (int i = 0; i < lengths.length; i++) {
      double[] last = normed("output_norm.weight", rows[lengths[i] - 1]);
      String head = weights.containsKey("output.weight") ? "output.weight" : "token_embd.weight";
      double[] exact = product(head, last);
      for (int token = 0; token < VOCABULARY; token++) {
        logits[i][token] = (float) exact[token];
      }
    }
    return logits;
  }

  private void attend(int layer, String block, double[][] rows) {
    int length = rows.length;
    double[][] queries = new double[length][];
    double[][] keys = new double[length][];
    double[][] values = new double[length][];
    for (int position = 0; position < length; position++) {
      double[] normed = normed(block + "attn_norm.weight", rows[position]);
      queries[position] = turned(projected(block + "attn_q", normed), layer, position);
      keys[position] = turned(projected(block + "attn_k", normed), layer, position);
      values[position] = projected(block + "attn_v", normed);
    }
    for (int position = 0; position < length; position++) {
      double[] attended = new double[heads * headSize];
      int from = isLocal(layer) ? Math.max(0, position - WINDOW + 1) : 0;
      for (int head = 0; head < heads; head++) {
        attendHead(head, from, position, queries[position], keys, values, attended);
      }
      double[] out = product(block + "attn_output.weight", attended);
      add(rows[position], isGemma() ? normed(block + "post_attention_norm.weight", out) : out);
    }
  }

  private double[] projected(String name, double[] normed) {
    double[] projected = product(name + ".weight", normed);
    float[] bias = weights.get(name + ".bias");
    float[] norm = weights.get(name + "_norm.weight");
    for (int i = 0; bias != null && i < bias.length; i++) {
      projected[i] += bias[i];
    }
    for (int head = 0; norm != null && head < projected.length; head += headSize) {
      double[] part = Arrays.copyOfRange(projected, head, head + headSize);
      System.arraycopy(normed(name + "_norm.weight", part), 0, projected, head, headSize);
    }
    return projected;
  }

  private void attendHead(
      int head,
      int first,
      int position,
      double[] query,
      double[][] keys,
      double[][] values,
      double[] out) {
    int from = head * headSize;
    int shared = head / (heads / keyValueHeads) * headSize;
    double[] shares = new double[position + 1];
    double total = 0;
    for (int past = first; past <= position; past++) {
      double score = 0;
      for (int i = 0; i < headSize; i++) {
        score += query[from + i] * keys[past][shared + i];
      }
      shares[past] = Math.exp(score / Math.sqrt(headSize));
      total += shares[past];
    }
    for (int past = first; past <= position; past++) {
      for (int i = 0; i < headSize; i++) {
        out[from + i] += shares[past] / total * values[past][shared + i];
      }
    }
  }

  private double[] turned(double[] vector, int layer, int position) {
    if (architecture.equals("smollm3") && layer % 4 == 3) {
      return vector;
    }
    float[] factors = weights.get("rope_freqs.weight");
    boolean neighbours =
        !architecture.equals("qwen2") && !architecture.equals("qwen3") && !isGemma();
    double[] turned = new double[vector.length];
    for (int head = 0; head < vector.length; head += headSize) {
      for (int pair = 0; pair < headSize / 2; pair++) {
        double base = isLocal(layer) ? LOCAL_ROPE_BASE : ROPE_BASE;
        double angle = position * Math.pow(base, -2.0 * pair / headSize);
        angle /= factors == null ? 1 : factors[pair];
        angle /= isGemma() && !isLocal(layer) ? LINEAR_FACTOR : 1;
        int a = head + (neighbours ? 2 * pair : pair);
        int b = neighbours ? a + 1 : a + headSize / 2;
        turned[a] = vector[a] * Math.cos(angle) - vector[b] * Math.sin(angle);
        turned[b] = vector[a] * Math.sin(angle) + vector[b] * Math.cos(angle);
      }
    }
    return turned;
  }

  private void feedForward(String block, double[] row) {
    double[] normed = normed(block + "ffn_norm.weight", row);
    double[] gate = product(block + "ffn_gate.weight", normed);
    double[] up = product(block + "ffn_up.weight", normed);
    for (int i = 0; i < gate.length; i++) {
      gate[i] = (isGemma() ? gelu(gate[i]) : gate[i] / (1 + Math.exp(-gate[i]))) * up[i];
    }
    double[] out = product(block + "ffn_down.weight", gate);
    add(row, isGemma() ? normed(block + "post_ffw_norm.weight", out) : out);
  }

  private static double gelu(double x) {
    return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  private double[] normed(String name, double[] vector) {
    float[] gains = weights.get(name);
    double square = 0;
    for (double value : vector) {
      square += value * value;
    }
    double scale = 1 / Math.sqrt(square / vector.length + EPSILON);
    double[] normed = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      normed[i] = vector[i] * scale * gains[i];
    }
    return normed;
  }

  private double[] product(String name, double[] vector) {
    float[] matrix = weights.get(name);
    double[] product = new double[matrix.length / vector.length];
    for (int row = 0; row < product.length; row++) {
      for (int i = 0; i < vector.length; i++) {
        product[row] += matrix[row * vector.length + i] * vector[i];
      }
    }
    return product;
  }

  private static void add(double[] target, double[] addend) {
    for (int i = 0; i < target.length; i++) {
      target[i] += addend[i];
    }
  }
}
