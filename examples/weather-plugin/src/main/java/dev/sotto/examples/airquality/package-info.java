/** A plugin that tells how clean the air is, by Open-Meteo's air quality service. */
@NullMarked
package dev.sotto.examples.airquality;

import org.jspecify.annotations.NullMarked;
