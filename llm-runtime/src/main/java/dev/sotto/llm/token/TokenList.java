package dev.sotto.llm.token;

import java.util.Arrays;

/** A growing list of tokens. */
final class TokenList {
  private int[] tokens;
  private int size;

  TokenList(int capacity) {
    tokens = new int[capacity];
  }

  void add(int token) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * size + 8);
    }
    tokens[size++] = token;
  }

  void add(int[] more, int count) {
    if (size + count > tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.max(2 * tokens.length, size + count));
    }
    System.arraycopy(more, 0, tokens, size, count);
    size += count;
  }

  int[] toArray() {
    return Arrays.copyOf(tokens, size);
  }
}
