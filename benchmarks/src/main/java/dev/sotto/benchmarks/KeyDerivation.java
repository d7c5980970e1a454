package dev.sotto.benchmarks;

import dev.sotto.securestore.Access;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.Passphrase;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Unlocks a store in a new process and prints how many milliseconds that took: key derivation, and
 * little more.
 */
final class KeyDerivation {
  private KeyDerivation() {}

  /** Takes the store's folder and the passphrase file. */
  public static void main(String[] arguments) throws IOException {
    try (Passphrase passphrase = Passphrase.fromFile(Path.of(arguments[1]))) {
      long began = System.nanoTime();
      PersonalStore.unlock(Path.of(arguments[0]), passphrase, Access.READ).close();
      System.out.println("unlock\t" + Stopwatch.millisecondsSince(began));
    }
  }
}
