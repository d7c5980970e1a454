package dev.sotto.tools.nearby;

import dev.sotto.tool.Place;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;

/**
 * What is looked for.
 *
 * @param kind what kind of place
 * @param place near which place
 * @param day when it should be open; today if it isn't said
 * @param time when it should be open; now, or noon of another day, if it isn't said
 */
public record NearbyArguments(
    PlaceKind kind, Place place, Optional<LocalDate> day, Optional<LocalTime> time) {
  @Override
  public String toString() {
    return "NearbyArguments[" + kind + "]";
  }
}
