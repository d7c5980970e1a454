/**
 * A person's encrypted store: unlocking it, its original records, its index files and its small
 * documents. Byte layouts lie in {@code v1}, keys in {@code key}, durable file operations in {@code
 * file}.
 */
@NullMarked
package dev.sotto.securestore;

import org.jspecify.annotations.NullMarked;
