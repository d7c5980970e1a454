package dev.sotto.plan;

import dev.sotto.tool.Place;
import java.util.Optional;

/** Knows places by their names, on this computer. Safe for all threads. */
@FunctionalInterface
public interface PlaceNames {
  /** Knows no place. */
  PlaceNames NONE = name -> Optional.empty();

  /**
   * Returns the place that people most likely mean by a name, in any language; empty if none is
   * known by it.
   */
  Optional<Place> find(String name);
}
