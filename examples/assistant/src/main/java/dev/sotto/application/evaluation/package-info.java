/** Measures how well questions with known answers are answered from a person's records. */
@NullMarked
package dev.sotto.application.evaluation;

import org.jspecify.annotations.NullMarked;
