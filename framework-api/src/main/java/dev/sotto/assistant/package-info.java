/**
 * The one loop of the assistant, over ports only: question, search, prompt, evidence, answer,
 * check.
 */
@NullMarked
package dev.sotto.assistant;

import org.jspecify.annotations.NullMarked;
