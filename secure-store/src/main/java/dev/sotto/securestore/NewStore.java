package dev.sotto.securestore;

import dev.sotto.securestore.key.RecoveryCode;

/**
 * A store that was just created, opened for writing, and the only sight of its recovery code. The
 * caller closes both.
 *
 * @param store the store
 * @param recoveryCode the code, to be shown to the person and then closed
 */
public record NewStore(PersonalStore store, RecoveryCode recoveryCode) {}
