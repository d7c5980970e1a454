package dev.sotto.tools.archive;

/**
 * How much of an archive is read, so that a hostile one costs bounded memory and time. What lies in
 * archives within an archive counts towards the limits of the outermost.
 *
 * @param maxEntries how many entries an archive may have; one with more is a problem
 * @param maxTotalBytes how much all members may unpack to; those beyond are problems
 * @param maxRatio how many times its compressed size a member may unpack to, if it unpacks to more
 *     than {@code freeBytes}; one beyond is a problem
 * @param freeBytes the size up to which a member may have any ratio
 * @param maxDepth how deep archives may lie in archives; 1 allows none within another
 * @param maxInnerBytes the largest archive within an archive, which is held in memory
 */
public record ZipLimits(
    int maxEntries,
    long maxTotalBytes,
    int maxRatio,
    long freeBytes,
    int maxDepth,
    int maxInnerBytes) {
  /** The limits of the application. */
  public static final ZipLimits DEFAULT =
      new ZipLimits(100_000, 32L << 30, 200, 4 << 20, 3, 64 << 20);

  public ZipLimits {
    if (maxEntries < 1
        || maxTotalBytes < 1
        || maxRatio < 1
        || freeBytes < 0
        || maxDepth < 1
        || maxInnerBytes < 1) {
      throw new IllegalArgumentException("Every limit of an archive must be positive");
    }
  }
}
