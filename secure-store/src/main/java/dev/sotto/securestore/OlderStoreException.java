package dev.sotto.securestore;

/**
 * A store is older than it was last seen, or went another way since, and nobody said that it was
 * restored. Nothing was read from it or changed.
 */
public final class OlderStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long lastSeen;
  private final long found;

  /**
   * @param lastSeen the epoch of the newest form that was seen
   * @param found the epoch that was found
   */
  public OlderStoreException(long lastSeen, long found) {
    super(
        "The store is not the one that was last seen here: its state is number "
            + found
            + ", last seen was number "
            + lastSeen
            + ". Nothing was changed. If you restored it from a backup, say so when you open it; if"
            + " not, somebody put an older copy in its place: keep it aside and look for the newer"
            + " one.");
    this.lastSeen = lastSeen;
    this.found = found;
  }

  /** Returns the epoch of the newest form that was seen. */
  public long lastSeen() {
    return lastSeen;
  }

  /** Returns the epoch that was found. */
  public long found() {
    return found;
  }
}
