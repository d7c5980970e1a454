/**
 * Programs that measure: speed as ratios to a peer or a limit within one run, repeated and
 * interleaved, written as Markdown.
 */
@NullMarked
package dev.sotto.benchmarks;

import org.jspecify.annotations.NullMarked;
