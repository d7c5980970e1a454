/** A program of fifteen lines that runs a language model in its own process. */
@NullMarked
package dev.sotto.examples.embedding;

import org.jspecify.annotations.NullMarked;
