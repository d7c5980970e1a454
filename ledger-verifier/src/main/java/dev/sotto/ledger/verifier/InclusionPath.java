package dev.sotto.ledger.verifier;

import java.util.List;

/** The root that follows from a leaf's hash and its audit path (RFC 9162, 2.1.3.2). */
final class InclusionPath {
  private InclusionPath() {}

  static byte[] root(byte[] leafHash, long index, long size, List<byte[]> path)
      throws InvalidLedgerException {
    if (index >= size) {
      throw InvalidLedgerException.forged(
          "the entry has the number " + index + " in a ledger of " + size + " entries");
    }
    if (leafHash.length != Checks.HASH_BYTES) {
      throw InvalidLedgerException.malformed("the hash of a leaf has another length");
    }
    byte[] hash = leafHash;
    long node = index;
    long last = size - 1;
    for (byte[] sibling : path) {
      if (last == 0) {
        throw InvalidLedgerException.forged("the proof has more hashes than its tree");
      }
      if ((node & 1) == 1 || node == last) {
        hash = GrowingTree.nodeHash(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = GrowingTree.nodeHash(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    if (last != 0) {
      throw InvalidLedgerException.forged("the proof has fewer hashes than its tree");
    }
    return hash;
  }
}
