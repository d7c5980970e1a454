package dev.sotto.importing.process;

import java.time.Duration;

/**
 * How much the vault takes of one scan from a process that may be in the hands of a stranger, and
 * how long it waits.
 *
 * @param maxItems how many items may be offered
 * @param maxKeyCharacters how many characters the keys of items and problems may have together,
 *     since they stay in memory until the scan ends
 * @param maxCharacters how many characters the texts of all items may have together
 * @param maxProblems how many problems may be told
 * @param maxRestarts how often a process that dies is started again within a scan
 * @param silence how long a process may say nothing before it is ended
 */
public record ImportLimits(
    int maxItems,
    long maxKeyCharacters,
    long maxCharacters,
    int maxProblems,
    int maxRestarts,
    Duration silence) {
  /** The limits of the application. */
  public static final ImportLimits DEFAULT =
      new ImportLimits(1_000_000, 64L << 20, 16L << 30, 100_000, 4, Duration.ofMinutes(3));

  public ImportLimits {
    if (maxItems < 1
        || maxKeyCharacters < 1
        || maxCharacters < 1
        || maxProblems < 0
        || maxRestarts < 0
        || !silence.isPositive()) {
      throw new IllegalArgumentException("The limits of an import can't be negative");
    }
  }
}
