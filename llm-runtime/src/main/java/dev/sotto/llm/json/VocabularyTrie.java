package dev.sotto.llm.json;

import dev.sotto.model.TokenVocabulary;
import dev.sotto.model.UnsupportedModelException;
import java.util.Arrays;

/**
 * The tokens of a vocabulary by their bytes. Nodes are numbered in the order of a depth-first walk;
 * each knows its byte, its depth, the node behind its subtree, and its token. Immutable.
 */
final class VocabularyTrie {
  private final byte[] bytes;
  private final int[] behind;
  private final byte[][] tokens;
  private final int[] order;
  private final int[] depths;
  private final int[] tokenAt;
  private final int longest;
  private final int size;

  private VocabularyTrie(byte[][] tokens, Integer[] sorted) {
    this.tokens = tokens;
    int total = 1;
    int most = 0;
    for (byte[] token : tokens) {
      total += token.length;
      most = Math.max(most, token.length);
    }
    this.longest = most;
    this.bytes = new byte[total];
    this.behind = new int[total];
    this.depths = new int[total];
    this.tokenAt = new int[total];
    this.order = Arrays.stream(sorted).mapToInt(Integer::intValue).toArray();
    Arrays.fill(tokenAt, -1);
    int[] open = new int[most + 1];
    int depth = 0;
    int count = 0;
    byte[] before = new byte[0];
    for (int token : order) {
      byte[] text = tokens[token];
      int mismatch = Arrays.mismatch(before, text);
      int same = mismatch < 0 ? text.length : mismatch;
      for (; depth > same; depth--) {
        behind[open[depth]] = count;
      }
      for (; depth < text.length; count++) {
        bytes[count] = text[depth];
        depths[count] = ++depth;
        open[depth] = count;
      }
      if (tokenAt[open[depth]] < 0) {
        tokenAt[open[depth]] = token;
      }
      before = text;
    }
    for (; depth > 0; depth--) {
      behind[open[depth]] = count;
    }
    this.size = count;
  }

  /**
   * Makes the trie of a vocabulary.
   *
   * @throws UnsupportedModelException if a printable ASCII character is no token
   */
  static VocabularyTrie of(TokenVocabulary vocabulary) {
    byte[][] tokens = new byte[vocabulary.size()][];
    boolean[] single = new boolean[256];
    for (int token = 0; token < tokens.length; token++) {
      tokens[token] = vocabulary.endsTurn(token) ? new byte[0] : vocabulary.bytes(token);
      if (tokens[token].length == 1) {
        single[tokens[token][0] & 0xFF] = true;
      }
    }
    for (int b = ' '; b < 0x7F; b++) {
      if (!single[b]) {
        throw new UnsupportedModelException(
            "The model has no token for the character "
                + (char) b
                + " alone, which constrained JSON needs. Use another model.");
      }
    }
    boolean allContinuations = true;
    for (int b = 0x80; b < 0xC0; b++) {
      allContinuations &= single[b];
    }
    Integer[] sorted = new Integer[tokens.length];
    int count = 0;
    for (int token = 0; token < tokens.length; token++) {
      if (tokens[token].length > 0 && (allContinuations || endsWhole(tokens[token]))) {
        sorted[count++] = token;
      }
    }
    sorted = Arrays.copyOf(sorted, count);
    Arrays.sort(
        sorted,
        (a, b) -> {
          int byBytes = Arrays.compareUnsigned(tokens[a], tokens[b]);
          return byBytes != 0 ? byBytes : Integer.compare(a, b);
        });
    return new VocabularyTrie(tokens, sorted);
  }

  /** Returns whether a token is ASCII, so that nothing has to come behind it. */
  private static boolean endsWhole(byte[] token) {
    for (byte b : token) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  int longestToken() {
    return longest;
  }

  byte[] bytes(int token) {
    return tokens[token];
  }

  /** Receives tokens and the states behind them. */
  @FunctionalInterface
  interface Receiver {
    void token(int token, JsonState after);
  }

  /** Gives all tokens that fit. */
  void walk(JsonState state, Receiver receiver) {
    JsonState[] states = new JsonState[longest + 1];
    states[0] = state;
    int node = 0;
    while (node < size) {
      int depth = depths[node];
      JsonState next = states[depth - 1].after(bytes[node] & 0xFF);
      if (next.isDead()) {
        node = behind[node];
        continue;
      }
      states[depth] = next;
      if (tokenAt[node] >= 0) {
        receiver.token(tokenAt[node], next);
      }
      node++;
    }
  }

  /** Returns the longest token that these bytes begin with, or -1. */
  int longestAt(byte[] text, int at, int end) {
    int best = -1;
    int node = 0;
    int depth = 1;
    int until = size;
    while (node < until && at + depth <= end) {
      if (bytes[node] != text[at + depth - 1]) {
        node = behind[node];
        continue;
      }
      if (tokenAt[node] >= 0) {
        best = tokenAt[node];
      }
      until = behind[node];
      node++;
      depth++;
    }
    return best;
  }

  @Override
  public String toString() {
    return "VocabularyTrie[" + size + " nodes]";
  }
}
