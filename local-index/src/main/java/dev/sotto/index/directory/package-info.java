/**
 * A Lucene directory whose files are encrypted and authenticated one by one. No plaintext of an
 * index reaches the disk through it; names, sizes and times of the files stay visible.
 */
@NullMarked
package dev.sotto.index.directory;

import org.jspecify.annotations.NullMarked;
