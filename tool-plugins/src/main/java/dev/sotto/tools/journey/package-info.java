/** Finds connections by Swiss public transport. */
@NullMarked
package dev.sotto.tools.journey;

import org.jspecify.annotations.NullMarked;
