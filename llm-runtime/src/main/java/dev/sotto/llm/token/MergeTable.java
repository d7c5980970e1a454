package dev.sotto.llm.token;

import java.util.Arrays;

/**
 * Which pairs of tokens merge: a hash table with open addressing from a pair to its rank and the
 * token it becomes, packed as rank in the upper and token in the lower 32 bits.
 */
final class MergeTable {
  /** Stands for a pair that does not merge; greater than every merge. */
  static final long NONE = Long.MAX_VALUE;

  private static final long EMPTY = -1;

  private final long[] pairs;
  private final long[] merges;
  private final int mask;

  MergeTable(int expected) {
    int capacity = Integer.highestOneBit(Math.max(8, expected * 2)) << 1;
    this.pairs = new long[capacity];
    this.merges = new long[capacity];
    this.mask = capacity - 1;
    Arrays.fill(pairs, EMPTY);
  }

  /** Adds a merge unless the pair has one already. */
  void add(int left, int right, int rank, int merged) {
    long pair = pair(left, right);
    int slot = slot(pair);
    while (pairs[slot] != EMPTY) {
      if (pairs[slot] == pair) {
        return;
      }
      slot = (slot + 1) & mask;
    }
    pairs[slot] = pair;
    merges[slot] = ((long) rank << 32) | merged;
  }

  /** Returns the merge of a pair, or {@link #NONE}. */
  long find(int left, int right) {
    long pair = pair(left, right);
    int slot = slot(pair);
    while (pairs[slot] != EMPTY) {
      if (pairs[slot] == pair) {
        return merges[slot];
      }
      slot = (slot + 1) & mask;
    }
    return NONE;
  }

  /** Returns the token that a merge gives. */
  static int merged(long merge) {
    return (int) merge;
  }

  private static long pair(int left, int right) {
    return ((long) left << 32) | right;
  }

  private int slot(long pair) {
    long hash = pair * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) & mask;
  }
}
