package dev.sotto.ledger.verifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether a tree is the beginning of a larger one, by a path of hashes (RFC 9162, 2.1.4.2). */
final class ConsistencyPath {
  private ConsistencyPath() {}

  /**
   * Checks a path.
   *
   * @param oldSize at least 1
   * @throws InvalidLedgerException if the old tree is not shown to be the beginning of the new one
   */
  static void check(long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, List<byte[]> proof)
      throws InvalidLedgerException {
    if (oldSize < 1 || oldSize > newSize) {
      throw InvalidLedgerException.forged(
          "a ledger of " + oldSize + " entries is no beginning of one of " + newSize);
    }
    if (oldSize == newSize) {
      if (!proof.isEmpty() || !Arrays.equals(oldRoot, newRoot)) {
        throw InvalidLedgerException.forged("two ledgers of one size differ");
      }
      return;
    }
    List<byte[]> path = new ArrayList<>(proof);
    if (Long.bitCount(oldSize) == 1) {
      path.addFirst(oldRoot);
    }
    if (proof.isEmpty()) {
      throw InvalidLedgerException.forged("the proof of growth has no hashes");
    }
    long first = oldSize - 1;
    long second = newSize - 1;
    while ((first & 1) == 1) {
      first >>= 1;
      second >>= 1;
    }
    byte[] fromOld = path.getFirst();
    byte[] fromNew = path.getFirst();
    for (byte[] hash : path.subList(1, path.size())) {
      if (second == 0) {
        throw InvalidLedgerException.forged("the proof of growth has more hashes than its tree");
      }
      if ((first & 1) == 1 || first == second) {
        fromOld = GrowingTree.nodeHash(hash, fromOld);
        fromNew = GrowingTree.nodeHash(hash, fromNew);
        while ((first & 1) == 0 && first != 0) {
          first >>= 1;
          second >>= 1;
        }
      } else {
        fromNew = GrowingTree.nodeHash(fromNew, hash);
      }
      first >>= 1;
      second >>= 1;
    }
    if (second != 0) {
      throw InvalidLedgerException.forged("the proof of growth has fewer hashes than its tree");
    }
    if (!Arrays.equals(fromOld, oldRoot) || !Arrays.equals(fromNew, newRoot)) {
      throw InvalidLedgerException.forged(
          "the older ledger is not shown to be the beginning of the newer one");
    }
  }
}
