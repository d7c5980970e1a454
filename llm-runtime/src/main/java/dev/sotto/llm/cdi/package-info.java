/** Wiring of the language model and the embedding models for CDI containers. */
@NullMarked
package dev.sotto.llm.cdi;

import org.jspecify.annotations.NullMarked;
