package dev.sotto.securestore.key;

/**
 * How much work it takes to try one passphrase: the parameters of Argon2id (RFC 9106).
 *
 * @param memoryKibibytes memory, 8 MiB to 2 GiB
 * @param iterations passes over that memory, 1 to 10
 * @param parallelism lanes, 1 to 4; they are filled one after another, so one is best
 */
public record KeyDerivationPreset(int memoryKibibytes, int iterations, int parallelism) {
  /** 64 MiB, three passes: about half a second. */
  public static final KeyDerivationPreset INTERACTIVE = new KeyDerivationPreset(64 << 10, 3, 1);

  /** 256 MiB, three passes: about two seconds. */
  public static final KeyDerivationPreset STRONG = new KeyDerivationPreset(256 << 10, 3, 1);

  private static final int MIN_KIBIBYTES = 8 << 10;
  private static final int MAX_KIBIBYTES = 2 << 20;
  private static final int MAX_ITERATIONS = 10;
  private static final int MAX_PARALLELISM = 4;

  public KeyDerivationPreset {
    check("KiB of memory", memoryKibibytes, MIN_KIBIBYTES, MAX_KIBIBYTES);
    check("iterations", iterations, 1, MAX_ITERATIONS);
    check("lanes", parallelism, 1, MAX_PARALLELISM);
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "Key derivation takes %d to %d %s; found %d".formatted(least, most, what, value));
    }
  }
}
