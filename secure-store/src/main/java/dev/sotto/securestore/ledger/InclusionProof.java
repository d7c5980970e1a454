package dev.sotto.securestore.ledger;

import java.util.Base64;
import java.util.List;

/**
 * The text of a proof that a leaf is in a tree (C2SP tlog-proof).
 *
 * @see <a href="https://c2sp.org/tlog-proof">c2sp.org/tlog-proof</a>
 */
public final class InclusionProof {
  private static final String VERSION = "c2sp.org/tlog-proof@v1";

  private InclusionProof() {}

  /**
   * Returns the proof.
   *
   * @param extra what lets the reader make the leaf
   * @param index the leaf's number
   * @param path its audit path, sibling first
   * @param checkpoint a checkpoint of the tree that the path is in
   */
  public static String of(byte[] extra, long index, List<byte[]> path, String checkpoint) {
    StringBuilder proof = new StringBuilder(VERSION).append('\n');
    proof.append("extra ").append(Base64.getEncoder().encodeToString(extra)).append('\n');
    proof.append("index ").append(index).append('\n');
    for (byte[] hash : path) {
      proof.append(Base64.getEncoder().encodeToString(hash)).append('\n');
    }
    return proof.append('\n').append(checkpoint).toString();
  }
}
