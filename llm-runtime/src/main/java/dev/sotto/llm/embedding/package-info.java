/** Embedding models on ONNX Runtime, with their tokenizer. */
@NullMarked
package dev.sotto.llm.embedding;

import org.jspecify.annotations.NullMarked;
