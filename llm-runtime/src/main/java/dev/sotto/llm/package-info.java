/** Language models on ONNX Runtime: chat template, generation, sampling. */
@NullMarked
package dev.sotto.llm;

import org.jspecify.annotations.NullMarked;
