/**
 * What opens a store: passphrases, recovery codes, the functions that derive keys from them, and
 * the random keys that data is encrypted with.
 */
@NullMarked
package dev.sotto.securestore.key;

import org.jspecify.annotations.NullMarked;
