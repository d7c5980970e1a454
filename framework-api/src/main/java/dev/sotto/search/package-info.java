/** The port of the search index: passages, questions with filters, and hits. */
@NullMarked
package dev.sotto.search;

import org.jspecify.annotations.NullMarked;
