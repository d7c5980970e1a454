/** Ports of the models: text generation under a token filter, and text embeddings. */
@NullMarked
package dev.sotto.model;

import org.jspecify.annotations.NullMarked;
