package dev.sotto.ledger.verifier;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The hash of a tree of which leaf after leaf becomes known (RFC 6962, 2.1). It holds one hash for
 * each complete subtree, so that memory does not grow with the tree.
 */
final class GrowingTree {
  private record Subtree(long leaves, byte[] hash) {
    @Override
    public String toString() {
      return "Subtree[" + leaves + " leaves]";
    }
  }

  private final Deque<Subtree> complete = new ArrayDeque<>();
  private long size;

  void add(byte[] leafData) {
    Subtree subtree = new Subtree(1, leafHash(leafData));
    size++;
    while (!complete.isEmpty() && complete.peek().leaves() == subtree.leaves()) {
      Subtree left = complete.pop();
      subtree = new Subtree(2 * left.leaves(), nodeHash(left.hash(), subtree.hash()));
    }
    complete.push(subtree);
  }

  long size() {
    return size;
  }

  byte[] root() {
    byte[] hash = null;
    for (Subtree subtree : complete) {
      hash = hash == null ? subtree.hash() : nodeHash(subtree.hash(), hash);
    }
    return hash == null ? Checks.sha256() : hash;
  }

  static byte[] leafHash(byte[] data) {
    return Checks.sha256(new byte[] {0}, data);
  }

  static byte[] nodeHash(byte[] left, byte[] right) {
    return Checks.sha256(new byte[] {1}, left, right);
  }
}
