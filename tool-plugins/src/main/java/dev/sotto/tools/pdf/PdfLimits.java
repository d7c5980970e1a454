package dev.sotto.tools.pdf;

import java.time.Duration;

/**
 * How much of a PDF is read, so that a hostile one costs bounded memory and time.
 *
 * @param maxFileBytes the largest file that is read; a larger one is a problem
 * @param maxPages how many pages are read; the rest is a problem
 * @param maxStreamBytes the greatest length of one decompressed stream; where a longer one is
 *     needed, the page or the file is a problem
 * @param maxPageSteps how many drawing steps of one page are read; a character counts as four, 64
 *     decompressed bytes as one
 * @param maxTextCharacters how much text of one file is kept
 * @param maxTime how long reading one file may take
 */
public record PdfLimits(
    int maxFileBytes,
    int maxPages,
    int maxStreamBytes,
    long maxPageSteps,
    int maxTextCharacters,
    Duration maxTime) {
  /** The limits of the application. */
  public static final PdfLimits DEFAULT =
      new PdfLimits(64 << 20, 5_000, 16 << 20, 4_000_000, 16 << 20, Duration.ofSeconds(60));

  public PdfLimits {
    if (maxFileBytes < 1
        || maxPages < 1
        || maxStreamBytes < 1
        || maxPageSteps < 1
        || maxTextCharacters < 1
        || !maxTime.isPositive()) {
      throw new IllegalArgumentException("Every limit of a PDF must be positive");
    }
  }
}
