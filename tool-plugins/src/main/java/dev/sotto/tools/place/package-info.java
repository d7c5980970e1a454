/**
 * Names of places on this computer, so that a typed name usually needs no request. Knows GeoNames'
 * data in the layout of {@code docs/format/places-v1.md}.
 */
@NullMarked
package dev.sotto.tools.place;

import org.jspecify.annotations.NullMarked;
