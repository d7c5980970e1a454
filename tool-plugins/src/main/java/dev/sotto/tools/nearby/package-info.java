/** Finds places of a kind near a place, in OpenStreetMap's data. */
@NullMarked
package dev.sotto.tools.nearby;

import org.jspecify.annotations.NullMarked;
