package dev.sotto.securestore;

/** Hears how far a backup or its restoring is, and may stop it. */
@FunctionalInterface
public interface BackupProgress {
  /** Hears nothing and stops nothing. */
  BackupProgress SILENT = (done, total) -> true;

  /**
   * Told now and then.
   *
   * @param done bytes that were written or read
   * @param total bytes in all, as far as it can be known
   * @return false to stop; nothing of the work stays then
   */
  boolean goesOn(long done, long total);
}
