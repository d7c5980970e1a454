package dev.sotto.tools.service;

import dev.sotto.text.TextLanguage;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.KnownPlace;
import dev.sotto.tool.Place;
import dev.sotto.tool.Places;
import java.util.List;
import java.util.Optional;

/**
 * A place with a point, and how people are told which one is meant.
 *
 * @param label name, region and country where they are known
 * @param point where it lies
 * @param namesakes how many other places this computer knows by the name
 */
public record LocatedPlace(String label, GeoPoint point, int namesakes) {
  private static final double SAME_METRES = 3_000;

  /**
   * Finds a place on this computer.
   *
   * @return nothing if the place has no point and no known place has its name
   */
  public static Optional<LocatedPlace> find(Place place, Places places, TextLanguage language) {
    List<KnownPlace> named = places.find(place.name());
    if (place.point().isPresent()) {
      GeoPoint point = place.point().get();
      return Optional.of(
          named.stream()
              .filter(known -> known.point().metresTo(point) < SAME_METRES)
              .findFirst()
              .map(known -> new LocatedPlace(known.label(language), point, named.size() - 1))
              .orElseGet(() -> new LocatedPlace(Answers.line(place.name(), 120), point, 0)));
    }
    return named.stream()
        .findFirst()
        .map(known -> new LocatedPlace(known.label(language), known.point(), named.size() - 1));
  }

  /** Returns a sentence for the case that the name has others; empty otherwise. */
  public String ambiguity(TextLanguage language) {
    if (namesakes == 0) {
      return "";
    }
    return language == TextLanguage.CHINESE
        ? "同名的地方还有" + namesakes + "个；若指别处，请加上国家或州名。"
        : "%d more %s this name; add the country or state if another is meant."
            .formatted(namesakes, namesakes == 1 ? "place has" : "places have");
  }

  @Override
  public String toString() {
    return "LocatedPlace[" + namesakes + " namesakes]";
  }
}
