package dev.sotto.llm.token;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.model.UnsupportedModelException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Turns text into tokens as SentencePiece does for byte-pair models: spaces are written as U+2581,
 * neighbouring pieces merge in the order of the score of what they become, the leftmost first among
 * equals, and what is no piece in the end becomes tokens of single bytes. Pieces that the model's
 * makers added and that hold nothing but white space are taken first, the longest one, as they
 * would be by the tokenizer of the model; other added pieces stay text. Time grows by n log n.
 * Source: the tokenizer named {@code llama} in the llama.cpp project.
 */
public final class SentencePieceTokenizer implements TextTokenizer {
  private final GgufVocabulary vocabulary;
  private final float[] scores;
  private final int[] byteTokens;
  private final boolean spaceInFront;

  private SentencePieceTokenizer(
      GgufVocabulary vocabulary, float[] scores, int[] byteTokens, boolean spaceInFront) {
    this.vocabulary = vocabulary;
    this.scores = scores;
    this.byteTokens = byteTokens;
    this.spaceInFront = spaceInFront;
  }

  /**
   * Reads the scores of a model.
   *
   * @throws UnsupportedModelException if they are missing or not as many as the tokens
   */
  public static SentencePieceTokenizer from(GgufMetadata metadata, GgufVocabulary vocabulary) {
    float[] scores = metadata.numbers("tokenizer.ggml.scores");
    if (scores.length != vocabulary.size()) {
      throw new UnsupportedModelException(
          "The model has " + vocabulary.size() + " tokens and " + scores.length + " scores");
    }
    int[] byteTokens = new int[256];
    Arrays.fill(byteTokens, -1);
    for (int b = 0; b < 256; b++) {
      byteTokens[b] = vocabulary.byteToken(b);
    }
    return new SentencePieceTokenizer(
        vocabulary,
        scores,
        byteTokens,
        metadata.findBoolean("tokenizer.ggml.add_space_prefix").orElse(true));
  }

  @Override
  public int[] encode(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String written = (spaceInFront ? " " + text : text).replace(' ', GgufVocabulary.SPACE);
    TokenList tokens = new TokenList(written.length() / 2 + 8);
    int start = 0;
    int at = 0;
    while (at < written.length()) {
      String added = vocabulary.longestAddedSpace(written, at);
      if (added.isEmpty()) {
        at++;
      } else {
        merge(written.substring(start, at), tokens);
        tokens.add(vocabulary.addedNumber(added));
        at += added.length();
        start = at;
      }
    }
    merge(written.substring(start), tokens);
    return tokens.toArray();
  }

  private void merge(String text, TokenList tokens) {
    int length = text.codePointCount(0, text.length());
    int[] starts = new int[length + 1];
    for (int i = 0, at = 0; i < length; i++) {
      starts[i] = at;
      at += Character.charCount(text.codePointAt(at));
    }
    starts[length] = text.length();
    int[] next = new int[length];
    int[] previous = new int[length];
    int[] ends = new int[length];
    Arrays.setAll(next, i -> i + 1);
    Arrays.setAll(previous, i -> i - 1);
    Arrays.setAll(ends, i -> starts[i + 1]);
    PriorityQueue<Candidate> queue = new PriorityQueue<>();
    for (int i = 0; i + 1 < length; i++) {
      offer(queue, text, starts, ends, i, i + 1);
    }
    for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
      int left = best.left();
      int right = best.right();
      if (ends[left] != starts[right] || ends[right] != best.end() || ends[left] < 0) {
        continue;
      }
      ends[left] = ends[right];
      ends[right] = -1;
      next[left] = next[right];
      if (next[left] < length) {
        previous[next[left]] = left;
        offer(queue, text, starts, ends, left, next[left]);
      }
      if (previous[left] >= 0) {
        offer(queue, text, starts, ends, previous[left], left);
      }
    }
    for (int i = 0; i < length; i = next[i]) {
      addPiece(text.substring(starts[i], ends[i]), tokens);
    }
  }

  private void offer(
      PriorityQueue<Candidate> queue, String text, int[] starts, int[] ends, int left, int right) {
    int token = vocabulary.number(text.substring(starts[left], ends[right]));
    if (token >= 0) {
      queue.add(new Candidate(scores[token], left, right, ends[right]));
    }
  }

  private void addPiece(String piece, TokenList tokens) {
    int token = vocabulary.number(piece);
    if (token >= 0) {
      tokens.add(token);
      return;
    }
    for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
      if (byteTokens[b & 0xFF] >= 0) {
        tokens.add(byteTokens[b & 0xFF]);
      } else if (vocabulary.unknown() >= 0) {
        tokens.add(vocabulary.unknown());
      }
    }
  }

  @Override
  public String toString() {
    return "SentencePieceTokenizer[" + vocabulary.size() + " tokens]";
  }

  private record Candidate(float score, int left, int right, int end)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byScore = Float.compare(other.score, score);
      return byScore != 0 ? byScore : Integer.compare(left, other.left);
    }
  }
}
