/** Language models that the person added: where they lie, which one answers, how fast it is. */
@NullMarked
package dev.sotto.application.model;

import org.jspecify.annotations.NullMarked;
