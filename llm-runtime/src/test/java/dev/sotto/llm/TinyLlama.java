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
 * A Llama model of random weights, small enough to be computed by plain loops: two layers, hidden
 * width 64, four heads over two of 16, feed-forward 96, 300 tokens, context 1300. {@link #logits}
 * is an independent reference in double arithmetic on the weights as stored: rotary positions turn
 * neighbouring numbers, as the file's order of rows means it.
 */
final class TinyLlama {
  static final int CONTEXT = 1300;
  static final int VOCABULARY = 300;
  static final int LAYERS = 2;

  private static final int HIDDEN = 64;
  private static final int HEADS = 4;
  private static final int KEY_VALUE_HEADS = 2;
  private static final int HEAD_SIZE = 16;
  private static final int FEED_FORWARD = 96;
  private static final double EPSILON = 1e-5;
  private static final double ROPE_BASE = 10_000;

  private final Random random;
  private final GgufWriter writer = new GgufWriter();
  private final Map<String, float[]> weights = new HashMap<>();

  private TinyLlama(long seed) {
    this.random = new Random(seed);
  }

  /** A model whose matrices are all of one type and whose head is its embedding. */
  static TinyLlama tied(TensorType type) {
    return new TinyLlama(type.ordinal()).fill(type, type, type, false);
  }

  /** A model with a head of its own, other types for the value and down matrices, and factors. */
  static TinyLlama mixed() {
    return new TinyLlama(77).fill(TensorType.Q4_0, TensorType.Q8_0, TensorType.Q4_1, true);
  }

  private TinyLlama fill(
      TensorType type, TensorType valueType, TensorType downType, boolean withHead) {
    metadata();
    matrix("token_embd.weight", type, VOCABULARY, HIDDEN, 1);
    for (int layer = 0; layer < LAYERS; layer++) {
      String block = "blk." + layer + ".";
      norm(block + "attn_norm.weight", HIDDEN, 1);
      matrix(block + "attn_q.weight", type, HEADS * HEAD_SIZE, HIDDEN, 1);
      matrix(block + "attn_k.weight", type, KEY_VALUE_HEADS * HEAD_SIZE, HIDDEN, 1);
      matrix(block + "attn_v.weight", valueType, KEY_VALUE_HEADS * HEAD_SIZE, HIDDEN, 1);
      matrix(block + "attn_output.weight", type, HIDDEN, HEADS * HEAD_SIZE, 2);
      norm(block + "ffn_norm.weight", HIDDEN, 1);
      matrix(block + "ffn_gate.weight", type, FEED_FORWARD, HIDDEN, 1);
      matrix(block + "ffn_up.weight", type, FEED_FORWARD, HIDDEN, 1);
      matrix(block + "ffn_down.weight", downType, HIDDEN, FEED_FORWARD, 1);
    }
    norm("output_norm.weight", HIDDEN, 1);
    if (withHead) {
      matrix("output.weight", type, VOCABULARY, HIDDEN, 1);
      norm("rope_freqs.weight", HEAD_SIZE / 2, 4);
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
        .put("general.architecture", "llama")
        .put("general.name", "Tiny")
        .put("llama.block_count", LAYERS)
        .put("llama.context_length", CONTEXT)
        .put("llama.embedding_length", HIDDEN)
        .put("llama.feed_forward_length", FEED_FORWARD)
        .put("llama.attention.head_count", HEADS)
        .put("llama.attention.head_count_kv", KEY_VALUE_HEADS)
        .put("llama.attention.layer_norm_rms_epsilon", (float) EPSILON)
        .put("llama.rope.freq_base", (float) ROPE_BASE)
        .put("tokenizer.ggml.model", "gpt2")
        .put("tokenizer.ggml.pre", "smollm")
        .put("tokenizer.ggml.tokens", tokens)
        .put("tokenizer.ggml.token_type", types)
        .put("tokenizer.ggml.merges", merges)
        .put("tokenizer.ggml.eos_token_id", 2)
        .put("tokenizer.chat_template", "<|im_start|>role\ntext<|im_end|>\n");
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
    float[] numbers = new float[rows * columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (random.nextGaussian() * gain / Math.sqrt(columns));
    }
    add(name, type, numbers, columns, rows);
  }

  private void norm(String name, int size, double most) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) (0.5 + most * random.nextDouble());
    }
    add(name, TensorType.F32, numbers, size);
  }

  private void add(String name, TensorType type, float[] numbers, long... dimensions) {
    StoredNumbers stored = StoredNumbers.of(type, numbers);
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
    double[][] hidden = new double[tokens.length][HIDDEN];
    float[] embedding = weights.get("token_embd.weight");
    for (int position = 0; position < tokens.length; position++) {
      for (int i = 0; i < HIDDEN; i++) {
        hidden[position][i] = embedding[tokens[position] * HIDDEN + i];
      }
    }
    for (int layer = 0; layer < LAYERS; layer++) {
      String block = "blk." + layer + ".";
      attend(block, hidden);
      for (double[] row : hidden) {
        feedForward(block, row);
      }
    }
    double[] last = normed("output_norm.weight", hidden[tokens.length - 1]);
    String head = weights.containsKey("output.weight") ? "output.weight" : "token_embd.weight";
    double[] logits = product(head, last);
    float[] rounded = new float[logits.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) logits[i];
    }
    return rounded;
  }

  private void attend(String block, double[][] hidden) {
    int length = hidden.length;
    double[][] queries = new double[length][];
    double[][] keys = new double[length][];
    double[][] values = new double[length][];
    for (int position = 0; position < length; position++) {
      double[] normed = normed(block + "attn_norm.weight", hidden[position]);
      queries[position] = turned(product(block + "attn_q.weight", normed), position);
      keys[position] = turned(product(block + "attn_k.weight", normed), position);
      values[position] = product(block + "attn_v.weight", normed);
    }
    for (int position = 0; position < length; position++) {
      double[] attended = new double[HEADS * HEAD_SIZE];
      for (int head = 0; head < HEADS; head++) {
        attendHead(head, position, queries[position], keys, values, attended);
      }
      add(hidden[position], product(block + "attn_output.weight", attended));
    }
  }

  private static void attendHead(
      int head, int position, double[] query, double[][] keys, double[][] values, double[] out) {
    int from = head * HEAD_SIZE;
    int shared = head / (HEADS / KEY_VALUE_HEADS) * HEAD_SIZE;
    double[] shares = new double[position + 1];
    double total = 0;
    for (int past = 0; past <= position; past++) {
      double score = 0;
      for (int i = 0; i < HEAD_SIZE; i++) {
        score += query[from + i] * keys[past][shared + i];
      }
      shares[past] = Math.exp(score / Math.sqrt(HEAD_SIZE));
      total += shares[past];
    }
    for (int past = 0; past <= position; past++) {
      for (int i = 0; i < HEAD_SIZE; i++) {
        out[from + i] += shares[past] / total * values[past][shared + i];
      }
    }
  }

  private double[] turned(double[] vector, int position) {
    float[] factors = weights.get("rope_freqs.weight");
    double[] turned = new double[vector.length];
    for (int i = 0; i < vector.length; i += 2) {
      int pair = i % HEAD_SIZE / 2;
      double angle = position * Math.pow(ROPE_BASE, -2.0 * pair / HEAD_SIZE);
      angle /= factors == null ? 1 : factors[pair];
      turned[i] = vector[i] * Math.cos(angle) - vector[i + 1] * Math.sin(angle);
      turned[i + 1] = vector[i] * Math.sin(angle) + vector[i + 1] * Math.cos(angle);
    }
    return turned;
  }

  private void feedForward(String block, double[] hidden) {
    double[] normed = normed(block + "ffn_norm.weight", hidden);
    double[] gate = product(block + "ffn_gate.weight", normed);
    double[] up = product(block + "ffn_up.weight", normed);
    for (int i = 0; i < gate.length; i++) {
      gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
    }
    add(hidden, product(block + "ffn_down.weight", gate));
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
