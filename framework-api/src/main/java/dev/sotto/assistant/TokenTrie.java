package dev.sotto.assistant;

import dev.sotto.model.TokenVocabulary;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All tokens of a vocabulary by their bytes, so that the tokens which continue a text can be found
 * without looking at every token. Immutable and safe for all threads. A trie over sorted byte
 * strings: node by node, children in byte order.
 */
final class TokenTrie {
  /** Follows bytes through something that accepts only some of them. */
  interface Walker<S> {
    /** Returns the state after one more byte, or null when that byte is not allowed. */
    @Nullable S step(S state, byte next);
  }

  private final byte[][] sorted;
  private final int[] tokens;

  TokenTrie(TokenVocabulary vocabulary) {
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(byte[] bytes, int token) {}
    Entry[] entries = new Entry[vocabulary.size()];
    int count = 0;
    for (int token = 0; token < vocabulary.size(); token++) {
      byte[] bytes = vocabulary.bytes(token);
      if (bytes.length > 0) {
        entries[count++] = new Entry(bytes, token);
      }
    }
    Arrays.sort(entries, 0, count, (a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes()));
    sorted = new byte[count][];
    tokens = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = entries[i].bytes();
      tokens[i] = entries[i].token();
    }
  }

  /** Gives every token whose bytes the walker accepts from a state. */
  <S> void walk(S from, Walker<S> walker, IntConsumer accepted) {
    walk(0, sorted.length, 0, from, walker, accepted);
  }

  private <S> void walk(
      int from, int to, int depth, S state, Walker<S> walker, IntConsumer accepted) {
    int i = from;
    while (i < to && sorted[i].length == depth) {
      accepted.accept(tokens[i]);
      i++;
    }
    while (i < to) {
      byte next = sorted[i][depth];
      int end = endOfRun(i, to, depth, next);
      S after = walker.step(state, next);
      if (after != null) {
        walk(i, end, depth + 1, after, walker, accepted);
      }
      i = end;
    }
  }

  private int endOfRun(int from, int to, int depth, byte value) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Byte.compareUnsigned(sorted[middle][depth], value) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
