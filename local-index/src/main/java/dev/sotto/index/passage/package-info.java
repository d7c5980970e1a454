/**
 * Cutting of records into passages at natural borders: headings, paragraphs, list items, chat
 * messages, quoted replies. Knows nothing of indexes.
 */
@NullMarked
package dev.sotto.index.passage;

import org.jspecify.annotations.NullMarked;
