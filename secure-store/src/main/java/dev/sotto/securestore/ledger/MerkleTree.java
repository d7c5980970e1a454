package dev.sotto.securestore.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The leaf hashes of a Merkle tree that grows at its end, with SHA-256 (RFC 6962, 2.1). Appending
 * and {@link #root} take logarithmic time, proofs linear time. Not safe for threads by itself.
 */
public final class MerkleTree {
  /** Length of a hash in bytes. */
  public static final int HASH_BYTES = 32;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final List<byte[]> leaves = new ArrayList<>();
  private final List<byte[]> peaks = new ArrayList<>();

  /** Appends a leaf. */
  public void append(byte[] leafData) {
    byte[] hash = leafHash(leafData);
    leaves.add(hash);
    byte[] peak = hash;
    for (long size = leaves.size(); (size & 1) == 0; size >>= 1) {
      peak = nodeHash(peaks.removeLast(), peak);
    }
    peaks.add(peak);
  }

  /** Returns the number of leaves. */
  public int size() {
    return leaves.size();
  }

  /** Returns whether a leaf is made of these bytes. */
  public boolean hasLeaf(int index, byte[] leafData) {
    return Arrays.equals(leaves.get(index), leafHash(leafData));
  }

  /** Returns the hash of the whole tree. */
  public byte[] root() {
    return root(peaks);
  }

  /** Returns the hash of the tree of the first leaves, in linear time. */
  public byte[] rootOfFirst(int count) {
    if (count < 1 || count > leaves.size()) {
      throw new IllegalArgumentException(
          "The tree has " + leaves.size() + " leaves; asked for the first " + count);
    }
    return hash(0, count).clone();
  }

  /** Returns the hash that the tree would have with one more leaf, which is not appended. */
  public byte[] rootWith(byte[] leafData) {
    List<byte[]> next = new ArrayList<>(peaks);
    byte[] peak = leafHash(leafData);
    for (long before = leaves.size(); (before & 1) == 1; before >>= 1) {
      peak = nodeHash(next.removeLast(), peak);
    }
    next.add(peak);
    return root(next);
  }

  /** Returns the audit path of a leaf in the whole tree (RFC 6962, 2.1.1), its sibling first. */
  public List<byte[]> inclusionProof(int index) {
    if (index < 0 || index >= leaves.size()) {
      throw new IllegalArgumentException(
          "The tree has " + leaves.size() + " leaves; asked for number " + index);
    }
    List<byte[]> path = new ArrayList<>();
    path(index, 0, leaves.size(), path);
    return path;
  }

  /**
   * Returns the proof that the tree of the first leaves is the beginning of the whole tree (RFC
   * 6962, 2.1.2).
   */
  public List<byte[]> consistencyProof(int oldSize) {
    if (oldSize < 1 || oldSize > leaves.size()) {
      throw new IllegalArgumentException(
          "The tree has " + leaves.size() + " leaves; asked for the first " + oldSize);
    }
    List<byte[]> proof = new ArrayList<>();
    subproof(oldSize, 0, leaves.size(), true, proof);
    return proof;
  }

  /** SUBPROOF(m, D[from:to], known) of RFC 6962, 2.1.2. */
  private void subproof(int oldSize, int from, int to, boolean known, List<byte[]> proof) {
    if (oldSize == to - from) {
      if (!known) {
        proof.add(hash(from, to));
      }
      return;
    }
    int left = largestPowerOfTwoBelow(to - from);
    if (oldSize <= left) {
      subproof(oldSize, from, from + left, known, proof);
      proof.add(hash(from + left, to));
    } else {
      subproof(oldSize - left, from + left, to, false, proof);
      proof.add(hash(from, from + left));
    }
  }

  /** Returns the hash of a leaf. */
  public static byte[] leafHash(byte[] data) {
    return Hashes.sha256(new byte[] {LEAF}, data);
  }

  private static byte[] nodeHash(byte[] left, byte[] right) {
    return Hashes.sha256(new byte[] {NODE}, left, right);
  }

  private static byte[] root(List<byte[]> peaks) {
    if (peaks.isEmpty()) {
      return Hashes.sha256();
    }
    byte[] hash = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      hash = nodeHash(peaks.get(i), hash);
    }
    return hash.clone();
  }

  private byte[] hash(int from, int to) {
    if (to - from == 1) {
      return leaves.get(from);
    }
    int split = from + largestPowerOfTwoBelow(to - from);
    return nodeHash(hash(from, split), hash(split, to));
  }

  private void path(int index, int from, int to, List<byte[]> path) {
    if (to - from == 1) {
      return;
    }
    int split = from + largestPowerOfTwoBelow(to - from);
    if (index < split) {
      path(index, from, split, path);
      path.add(hash(split, to));
    } else {
      path(index, split, to, path);
      path.add(hash(from, split));
    }
  }

  private static int largestPowerOfTwoBelow(int number) {
    return Integer.highestOneBit(number - 1);
  }
}
