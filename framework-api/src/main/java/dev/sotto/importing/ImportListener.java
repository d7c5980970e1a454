package dev.sotto.importing;

/** Hears how an import goes, on the importing thread. */
@FunctionalInterface
public interface ImportListener {
  /** Ignores everything. */
  ImportListener SILENT = progress -> {};

  /** Takes the state of the import; called often, so it must be quick. */
  void progress(ImportProgress progress);

  /**
   * Takes how many of the passages that were found by words only can be found by meaning by now;
   * called often, so it must be quick.
   */
  default void understood(long done, long total) {}
}
