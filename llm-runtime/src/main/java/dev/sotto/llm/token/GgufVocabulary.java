package dev.sotto.llm.token;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.model.TokenVocabulary;
import dev.sotto.model.UnsupportedModelException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The tokens that stand in a GGUF file's metadata, byte-level as of GPT-2. */
public final class GgufVocabulary implements TokenVocabulary {
  private static final int NORMAL = 1;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final Set<String> END_NAMES =
      Set.of(
          "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end_of_text|>", "<end_of_turn>", "</s>");
  private static final List<String> END_KEYS =
      List.of("tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id");

  private final Map<String, Integer> numbers;
  private final Map<String, Integer> controls;
  private final byte[] content;
  private final int[] starts;
  private final BitSet ends;

  private GgufVocabulary(
      Map<String, Integer> numbers,
      Map<String, Integer> controls,
      byte[] content,
      int[] starts,
      BitSet ends) {
    this.numbers = numbers;
    this.controls = controls;
    this.content = content;
    this.starts = starts;
    this.ends = ends;
  }

  /**
   * Reads the tokens.
   *
   * @throws UnsupportedModelException if the kind of vocabulary is not supported or it is damaged
   */
  public static GgufVocabulary from(GgufMetadata metadata) {
    String kind = metadata.string("tokenizer.ggml.model");
    if (!kind.equals("gpt2")) {
      throw new UnsupportedModelException(
          "The model's tokenizer is "
              + GgufMetadata.shown(kind)
              + "; supported is gpt2 (byte-level BPE)");
    }
    List<String> tokens = metadata.strings("tokenizer.ggml.tokens");
    int[] types =
        metadata.findIntegers("tokenizer.ggml.token_type").orElseGet(() -> normal(tokens));
    if (types.length != tokens.size()) {
      throw new UnsupportedModelException(
          "The model has " + tokens.size() + " tokens and " + types.length + " token types");
    }
    Map<String, Integer> numbers = HashMap.newHashMap(tokens.size());
    Map<String, Integer> controls = new HashMap<>();
    ByteArrayOutputStream content = new ByteArrayOutputStream(tokens.size() * 8);
    int[] starts = new int[tokens.size() + 1];
    BitSet ends = new BitSet();
    for (int token = 0; token < tokens.size(); token++) {
      String text = tokens.get(token);
      if (types[token] == NORMAL) {
        numbers.putIfAbsent(text, token);
        writeBytes(text, content);
      } else if (types[token] == USER_DEFINED) {
        content.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      } else if (types[token] == CONTROL) {
        controls.putIfAbsent(text, token);
        ends.set(token, END_NAMES.contains(text));
      }
      starts[token + 1] = content.size();
    }
    for (String key : END_KEYS) {
      if (metadata.has(key)) {
        ends.set(metadata.integer(key, 0, tokens.size() - 1));
      }
    }
    return new GgufVocabulary(numbers, controls, content.toByteArray(), starts, ends);
  }

  private static int[] normal(List<String> tokens) {
    int[] types = new int[tokens.size()];
    Arrays.fill(types, NORMAL);
    return types;
  }

  private static void writeBytes(String text, ByteArrayOutputStream content) {
    for (int i = 0; i < text.length(); i++) {
      int value = ByteAlphabet.unsignedByte(text.charAt(i));
      if (value >= 0) {
        content.write(value);
      } else {
        content.writeBytes(String.valueOf(text.charAt(i)).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public int size() {
    return starts.length - 1;
  }

  @Override
  public byte[] bytes(int token) {
    return Arrays.copyOfRange(content, starts[token], starts[token + 1]);
  }

  @Override
  public boolean endsTurn(int token) {
    return ends.get(token);
  }

  /** Returns the number of a control token. */
  public OptionalInt findControl(String name) {
    Integer number = controls.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Returns the number of an ordinary token written in the byte alphabet, or -1. */
  int number(String text) {
    return numbers.getOrDefault(text, -1);
  }

  @Override
  public String toString() {
    return "GgufVocabulary[" + size() + " tokens]";
  }
}
