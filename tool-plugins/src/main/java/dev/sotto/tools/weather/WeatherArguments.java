package dev.sotto.tools.weather;

import dev.sotto.tool.Place;
import java.time.LocalDate;

/**
 * What weather is asked for.
 *
 * @param place where
 * @param day which day, by the calendar of that place
 */
public record WeatherArguments(Place place, LocalDate day) {
  @Override
  public String toString() {
    return "WeatherArguments[]";
  }
}
