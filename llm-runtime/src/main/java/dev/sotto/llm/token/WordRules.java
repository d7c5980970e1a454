package dev.sotto.llm.token;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.model.UnsupportedModelException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How text is cut into the words that byte-pair merging stays within, by the name that stands in
 * the file as {@code tokenizer.ggml.pre}. Each pattern cuts the pieces that the one before left;
 * what no pattern matches is a piece too. Source: {@code llama-vocab.cpp} of the llama.cpp project,
 * and the tokenizer descriptions of the models.
 */
enum WordRules {
  SMOLLM(
      "smollm starcoder refact command-r codeshell exaone minerva-7b",
      List.of(Patterns.ONE_NUMBER, Patterns.GPT2)),
  GPT2("gpt-2 phi-2 mpt olmo jais", List.of(Patterns.GPT2)),
  LLAMA3(
      "llama-bpe llama3 llama-v3 falcon3 falcon-h1 pixtral", List.of(Patterns.ofLlama3("{1,3}"))),
  QWEN2("qwen2 deepseek-r1-qwen stablelm2 hunyuan", List.of(Patterns.ofLlama3(""))),
  TEKKEN("tekken", List.of(Patterns.TEKKEN)),
  DEFAULT(
      "default",
      List.of(Patterns.PUNCTUATION, Patterns.GPT2, Patterns.NUMBERS, Patterns.THREE_DIGITS));

  private static final Map<String, WordRules> BY_NAME = new HashMap<>();

  static {
    for (WordRules rules : values()) {
      for (String name : rules.names.split(" ")) {
        BY_NAME.put(name, rules);
      }
    }
  }

  private final String names;
  private final List<Pattern> patterns;

  WordRules(String names, List<String> patterns) {
    this.names = names;
    this.patterns = patterns.stream().map(Pattern::compile).toList();
  }

  /** Receives the words from left to right. */
  @FunctionalInterface
  interface Receiver {
    void word(int start, int end);
  }

  /**
   * Reads which rules a model has.
   *
   * @throws UnsupportedModelException if they are none of these
   */
  static WordRules from(GgufMetadata metadata) {
    String name = metadata.findString("tokenizer.ggml.pre").orElse("default");
    WordRules rules = BY_NAME.get(name);
    if (rules == null) {
      throw new UnsupportedModelException(
          "The model's tokenizer cuts words by the rules named "
              + GgufMetadata.shown(name)
              + "; supported are "
              + String.join(", ", new TreeSet<>(BY_NAME.keySet()))
              + ". Use a model with one of these.");
    }
    return rules;
  }

  /** Returns whether a whole word that is a token is taken as it is, without merging. */
  boolean takesWholeWords() {
    return this == LLAMA3 || this == TEKKEN;
  }

  /** Cuts a text; every character belongs to exactly one word. */
  void split(String text, Receiver receiver) {
    if (this == SMOLLM) {
      DigitWords.split(text, receiver::word);
    } else {
      splitByPatterns(text, receiver);
    }
  }

  /** Cuts a text by the patterns alone. */
  void splitByPatterns(String text, Receiver receiver) {
    int[] ends = {text.length()};
    for (Pattern pattern : patterns) {
      ends = cut(text, ends, pattern);
    }
    int start = 0;
    for (int end : ends) {
      if (end > start) {
        receiver.word(start, end);
      }
      start = end;
    }
  }

  private static int[] cut(String text, int[] pieceEnds, Pattern pattern) {
    Ends ends = new Ends(pieceEnds.length + text.length() / 3);
    Matcher matcher = pattern.matcher(text);
    int start = 0;
    for (int pieceEnd : pieceEnds) {
      matcher.region(start, pieceEnd);
      int done = start;
      while (matcher.find()) {
        if (matcher.start() > done) {
          ends.add(matcher.start());
        }
        done = matcher.end();
        ends.add(done);
      }
      if (done < pieceEnd) {
        ends.add(pieceEnd);
      }
      start = pieceEnd;
    }
    return ends.toArray();
  }

  private static final class Ends {
    private int[] ends;
    private int size;

    Ends(int capacity) {
      ends = new int[capacity + 8];
    }

    void add(int end) {
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
      }
      ends[size++] = end;
    }

    int[] toArray() {
      return Arrays.copyOf(ends, size);
    }
  }

  /** The patterns, in the words of {@link Pattern}. */
  private static final class Patterns {
    private static final String SPACE = "\\p{IsWhite_Space}";
    static final String ONE_NUMBER = "\\p{N}";
    static final String NUMBERS = "\\p{N}+";
    static final String THREE_DIGITS = "[0-9][0-9][0-9]";
    static final String PUNCTUATION = "[\\p{P}$+<=>^~|]+";
    static final String GPT2 =
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^"
            + SPACE
            + "\\p{L}\\p{N}]+|"
            + SPACE
            + "+(?!\\P{IsWhite_Space})";
    static final String TEKKEN =
        "[^\\r\\n\\p{L}\\p{N}]?[\\p{L}&&[^a-z]]*[\\p{L}&&[^A-Z]]+"
            + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}&&[^a-z]]+[\\p{L}&&[^A-Z]]*"
            + "|\\p{N}| ?[^"
            + SPACE
            + "\\p{L}\\p{N}]+[\\r\\n/]*"
            + ofSpaces();

    private Patterns() {}

    static String ofLlama3(String digits) {
      return "'(?:[sStTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + digits
          + "| ?[^"
          + SPACE
          + "\\p{L}\\p{N}]+[\\r\\n]*"
          + ofSpaces();
    }

    private static String ofSpaces() {
      return "|" + SPACE + "*[\\r\\n]+|" + SPACE + "+(?!\\P{IsWhite_Space})|" + SPACE + "+";
    }
  }
}
