package dev.sotto.securestore.ledger;

import java.util.Base64;
import java.util.List;

/**
 * The text of a proof that a tree has grown at its end alone, as a witness is sent it (C2SP
 * tlog-witness, {@code add-checkpoint}).
 *
 * @see <a href="https://c2sp.org/tlog-witness">c2sp.org/tlog-witness</a>
 */
public final class GrowthProof {
  private GrowthProof() {}

  /**
   * Returns the proof.
   *
   * @param oldSize how many leaves the tree had
   * @param path what leads from that tree to the one of the checkpoint
   * @param checkpoint a checkpoint of the newer tree
   */
  public static String of(long oldSize, List<byte[]> path, String checkpoint) {
    StringBuilder proof = new StringBuilder("old ").append(oldSize).append('\n');
    for (byte[] hash : path) {
      proof.append(Base64.getEncoder().encodeToString(hash)).append('\n');
    }
    return proof.append('\n').append(checkpoint).toString();
  }
}
