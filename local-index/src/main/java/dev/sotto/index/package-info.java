/**
 * The search index of Sotto over Lucene: the schema of a passage, the analysis of each language,
 * hybrid search by words and by meaning.
 */
@NullMarked
package dev.sotto.index;

import org.jspecify.annotations.NullMarked;
