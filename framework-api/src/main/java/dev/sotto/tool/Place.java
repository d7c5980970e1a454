package dev.sotto.tool;

import java.util.Optional;

/**
 * Where someone wants to go or know about.
 *
 * @param name as the person typed it, or the name of their home
 * @param point where it lies, if this computer knows it
 */
public record Place(String name, Optional<GeoPoint> point) {
  @Override
  public String toString() {
    return "Place[" + name.length() + " characters]";
  }
}
