/**
 * A person's records as values: what was said, when, by whom, from which source, under which
 * labels. Nothing here does input or output.
 */
@NullMarked
package dev.sotto.record;

import org.jspecify.annotations.NullMarked;
