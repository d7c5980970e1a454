package dev.sotto.examples.airquality;

import dev.sotto.tool.Place;

/**
 * What is asked for. Each component is an argument; Sotto fills them from a person's words.
 *
 * @param place where
 */
public record AirQualityArguments(Place place) {
  @Override
  public String toString() {
    return "AirQualityArguments[]";
  }
}
