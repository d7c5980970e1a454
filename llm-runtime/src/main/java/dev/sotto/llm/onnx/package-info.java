/** Turns GGUF weights into ONNX graphs, keeps them in a cache folder, loads ONNX Runtime. */
@NullMarked
package dev.sotto.llm.onnx;

import org.jspecify.annotations.NullMarked;
