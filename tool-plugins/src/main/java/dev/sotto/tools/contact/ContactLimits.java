package dev.sotto.tools.contact;

/**
 * How much of an address book is read, so that a hostile one costs bounded memory and time.
 *
 * @param maxFileBytes the largest file that is read; a larger one is a problem
 * @param maxLineBytes how long one line may be; a longer one is left out
 * @param maxCardBytes how large one card may be without its pictures; a larger one is a problem
 * @param maxCardLines how many lines one card may have without its pictures; one with more is a
 *     problem
 * @param maxValues how many numbers, addresses and the like of one kind are kept
 */
public record ContactLimits(
    long maxFileBytes, int maxLineBytes, int maxCardBytes, int maxCardLines, int maxValues) {
  /** The limits of the application. */
  public static final ContactLimits DEFAULT =
      new ContactLimits(4L << 30, 1 << 17, 1 << 20, 10_000, 200);

  public ContactLimits {
    requirePositive("maxFileBytes", maxFileBytes);
    requirePositive("maxLineBytes", maxLineBytes);
    requirePositive("maxCardBytes", maxCardBytes);
    requirePositive("maxCardLines", maxCardLines);
    requirePositive("maxValues", maxValues);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1; found " + value);
    }
  }
}
