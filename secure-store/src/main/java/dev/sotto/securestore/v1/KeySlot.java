package dev.sotto.securestore.v1;

import dev.sotto.securestore.key.KeyDerivationPreset;
import java.util.Optional;

/**
 * What anybody who has the store's folder can see of one way to unlock it.
 *
 * @param number its place among the slots, from 1; the numbers after it move up when it is removed
 * @param kind what opens it
 * @param work how much work trying a passphrase takes; empty for what is no passphrase
 */
public record KeySlot(int number, Kind kind, Optional<KeyDerivationPreset> work) {
  /** What opens a slot. */
  public enum Kind {
    PASSPHRASE,
    RECOVERY_CODE,
    /** Something of a newer version of Sotto. */
    UNKNOWN
  }
}
