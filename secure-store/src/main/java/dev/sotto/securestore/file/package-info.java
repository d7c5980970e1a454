/**
 * File operations that change a store: owner-only, durable, in one place so that tests can let each
 * of them fail.
 */
@NullMarked
package dev.sotto.securestore.file;

import org.jspecify.annotations.NullMarked;
