/** Tells the weather of a day at a place, by Open-Meteo's forecast. */
@NullMarked
package dev.sotto.tools.weather;

import org.jspecify.annotations.NullMarked;
