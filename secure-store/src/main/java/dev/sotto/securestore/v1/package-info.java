/**
 * Byte layouts of version 1: encrypted files, key slots, key table, records and their catalogue.
 * They are never changed, only succeeded by another package; {@code docs/format} describes them.
 */
@NullMarked
package dev.sotto.securestore.v1;

import org.jspecify.annotations.NullMarked;
