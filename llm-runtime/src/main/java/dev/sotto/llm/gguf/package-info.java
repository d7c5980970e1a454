/** Reads GGUF model files: metadata and tensors, memory-mapped, every length checked. */
@NullMarked
package dev.sotto.llm.gguf;

import org.jspecify.annotations.NullMarked;
