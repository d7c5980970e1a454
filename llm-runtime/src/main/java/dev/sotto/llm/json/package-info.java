/** Constrained decoding: only text that a JSON schema allows. */
@NullMarked
package dev.sotto.llm.json;

import org.jspecify.annotations.NullMarked;
