package dev.sotto.securestore;

/** Hears how far a check or a repair of a store has come. */
@FunctionalInterface
public interface StoreCheckListener {
  /** Hears nothing. */
  StoreCheckListener SILENT = (done, total) -> {};

  /**
   * Records were read.
   *
   * @param done how many so far
   * @param total how many there are
   */
  void read(long done, long total);
}
