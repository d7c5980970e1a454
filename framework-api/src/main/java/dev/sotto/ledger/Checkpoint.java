package dev.sotto.ledger;

/**
 * A signed statement of how many entries there are and what they are. Whoever keeps one notices
 * later if the ledger up to there was changed.
 *
 * @param size how many entries
 * @param note the statement, as a C2SP {@code tlog-checkpoint}
 */
public record Checkpoint(long size, String note) {
  @Override
  public String toString() {
    return "Checkpoint[" + size + " entries]";
  }
}
