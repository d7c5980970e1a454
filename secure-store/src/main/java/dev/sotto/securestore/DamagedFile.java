package dev.sotto.securestore;

import dev.sotto.securestore.key.DataKey;

/**
 * A file that can't be read, and the key that it lies under.
 *
 * @param damage which file, and which records are lost with it
 * @param key stays the key ring's
 */
record DamagedFile(StoreDamage damage, DataKey key) {}
