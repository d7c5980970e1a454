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

/**
 * The tokens that stand in a GGUF file's metadata: written in the byte alphabet of GPT-2, or as
 * pieces of SentencePiece. Immutable and safe for all threads.
 */
public final class GgufVocabulary implements TokenVocabulary {
  /** Stands for a space in pieces of SentencePiece. */
  static final char SPACE = '\u2581';

  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int BYTE = 6;
  private static final Set<String> END_NAMES =
      Set.of(
          "<|im_end|>",
          "<|endoftext|>",
          "<|eot_id|>",
          "<|eom_id|>",
          "<|end_of_text|>",
          "<|end|>",
          "<end_of_turn>",
          "<eos>",
          "</s>");
  private static final List<String> END_KEYS =
      List.of(
          "tokenizer.ggml.eos_token_id",
          "tokenizer.ggml.eot_token_id",
          "tokenizer.ggml.eom_token_id");

  private final Kind kind;
  private final Map<String, Integer> numbers;
  private final Map<String, Integer> controls;
  private final Map<String, Integer> added;
  private final int longestAdded;
  private final int[] byteTokens;
  private final int unknown;
  private final byte[] content;
  private final int[] starts;
  private final BitSet ends;

  /** How tokens are written. */
  enum Kind {
    BYTE_LEVEL,
    SENTENCE_PIECE
  }

  private GgufVocabulary(Kind kind, List<String> tokens, int[] types, BitSet ends) {
    this.kind = kind;
    this.numbers = HashMap.newHashMap(tokens.size());
    this.controls = new HashMap<>();
    this.added = new HashMap<>();
    this.byteTokens = new int[256];
    this.starts = new int[tokens.size() + 1];
    this.ends = ends;
    Arrays.fill(byteTokens, -1);
    ByteArrayOutputStream out = new ByteArrayOutputStream(tokens.size() * 8);
    int lastUnknown = -1;
    int longest = 0;
    for (int token = 0; token < tokens.size(); token++) {
      String text = tokens.get(token);
      boolean endsByName = isMark(types[token]) && END_NAMES.contains(text);
      ends.set(token, ends.get(token) || endsByName);
      switch (types[token]) {
        case NORMAL -> {
          numbers.putIfAbsent(text, token);
          writeOrdinary(text, out);
        }
        case USER_DEFINED -> {
          controls.putIfAbsent(text, token);
          if (!endsByName) {
            writePlain(text, out);
          }
          if (kind == Kind.SENTENCE_PIECE && isSpace(text)) {
            added.putIfAbsent(text.replace(' ', SPACE), token);
            longest = Math.max(longest, text.length());
          }
        }
        case CONTROL -> controls.put(text, token);
        case UNKNOWN -> lastUnknown = token;
        case BYTE -> {
          int value = byteOf(text);
          byteTokens[value] = token;
          out.write(value);
        }
        default -> {}
      }
      starts[token + 1] = out.size();
    }
    this.unknown = lastUnknown;
    this.longestAdded = longest;
    this.content = out.toByteArray();
  }

  /**
   * Reads the tokens.
   *
   * @throws UnsupportedModelException if the kind of vocabulary is not supported or it is damaged
   */
  public static GgufVocabulary from(GgufMetadata metadata) {
    String name = metadata.string("tokenizer.ggml.model");
    Kind kind =
        switch (name) {
          case "gpt2" -> Kind.BYTE_LEVEL;
          case "llama" -> Kind.SENTENCE_PIECE;
          default ->
              throw new UnsupportedModelException(
                  "The model's tokenizer is "
                      + GgufMetadata.shown(name)
                      + "; supported are gpt2 (byte-level BPE) and llama (SentencePiece)."
                      + " Use a model with one of these.");
        };
    List<String> tokens = metadata.strings("tokenizer.ggml.tokens");
    int[] types =
        metadata.findIntegers("tokenizer.ggml.token_type").orElseGet(() -> normal(tokens));
    if (types.length != tokens.size()) {
      throw new UnsupportedModelException(
          "The model has " + tokens.size() + " tokens and " + types.length + " token types");
    }
    BitSet ends = new BitSet();
    for (String key : END_KEYS) {
      if (metadata.has(key)) {
        ends.set(metadata.integer(key, 0, tokens.size() - 1));
      }
    }
    return new GgufVocabulary(kind, tokens, types, ends);
  }

  private static boolean isMark(int type) {
    return type == CONTROL || type == USER_DEFINED;
  }

  private static boolean isSpace(String text) {
    return !text.isEmpty() && text.replace(SPACE, ' ').isBlank();
  }

  /** Returns the byte of a token written as {@code <0x0A>}. */
  private static int byteOf(String text) {
    if (!text.matches("<0x[0-9A-Fa-f]{2}>")) {
      throw new UnsupportedModelException(
          "The model has a token for a byte named "
              + GgufMetadata.shown(text)
              + "; such tokens are named <0x00> to <0xFF>");
    }
    return Integer.parseInt(text.substring(3, 5), 16);
  }

  private void writeOrdinary(String text, ByteArrayOutputStream out) {
    if (kind == Kind.BYTE_LEVEL) {
      writeBytes(text, out);
    } else {
      writePlain(text, out);
    }
  }

  private void writePlain(String text, ByteArrayOutputStream out) {
    String plain = kind == Kind.SENTENCE_PIECE ? text.replace(SPACE, ' ') : text;
    out.writeBytes(plain.getBytes(StandardCharsets.UTF_8));
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

  /** Returns how tokens are written. */
  Kind kind() {
    return kind;
  }

  /** Returns the token of a single byte that is named as such, or -1. */
  int byteToken(int unsignedByte) {
    return byteTokens[unsignedByte];
  }

  /** Returns the token that stands for what is not known, or -1. */
  int unknown() {
    return unknown;
  }

  /** Returns the longest added piece of white space that begins here, or an empty text. */
  String longestAddedSpace(String text, int at) {
    for (int length = Math.min(longestAdded, text.length() - at); length > 0; length--) {
      String piece = text.substring(at, at + length);
      if (added.containsKey(piece)) {
        return piece;
      }
    }
    return "";
  }

  /** Returns the number of an added piece of white space. */
  int addedNumber(String piece) {
    return added.getOrDefault(piece, -1);
  }

  /** Returns a token as it is written in the file if it is a mark, else an empty text. */
  public String name(int token) {
    for (Map.Entry<String, Integer> control : controls.entrySet()) {
      if (control.getValue() == token) {
        return control.getKey();
      }
    }
    return "";
  }

  /** Returns whether prompts begin with a token of their own unless the file says otherwise. */
  public boolean addsBeginByDefault(GgufMetadata metadata) {
    return kind == Kind.SENTENCE_PIECE || WordRules.from(metadata).takesWholeWords();
  }

  /** Returns the names of tokens that are marks rather than text, for chat templates. */
  public Set<String> marks() {
    return Set.copyOf(controls.keySet());
  }

  /** Returns the number of a mark: a control token, or one that the model's makers added. */
  public OptionalInt findControl(String name) {
    Integer number = controls.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Returns the number of an ordinary token as it is written in the file, or -1. */
  int number(String text) {
    return numbers.getOrDefault(text, -1);
  }

  @Override
  public String toString() {
    return "GgufVocabulary[" + size() + " tokens]";
  }
}
