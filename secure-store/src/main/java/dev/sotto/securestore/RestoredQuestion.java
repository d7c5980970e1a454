package dev.sotto.securestore;

import java.io.IOException;

/** Asks whoever opens a store that is older than it was last seen whether they put it back. */
@FunctionalInterface
public interface RestoredQuestion {
  /** The answer where nobody can be asked. */
  RestoredQuestion NO = (lastSeen, found) -> false;

  /**
   * Returns whether the person says that they restored the store from a backup. What was in the
   * newer store and not in this one is gone from it then.
   *
   * @param lastSeen the epoch of the newest form of the store that was seen here
   * @param found the epoch of this one; 0 for a store from before there were epochs
   */
  boolean isRestored(long lastSeen, long found) throws IOException;
}
