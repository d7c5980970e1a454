package dev.sotto.tools.service;

import java.net.URI;

/**
 * Where the services are that the tools of this module ask. An origin is {@code https://host}; a
 * person who runs a service of their own names it here.
 *
 * @param forecast Open-Meteo's weather forecast
 * @param geocoding Open-Meteo's search for places
 * @param addresses Nominatim, OpenStreetMap's search for addresses
 * @param mapData Overpass, questions to OpenStreetMap's data
 * @param timetable the timetable of Swiss public transport
 */
public record Services(URI forecast, URI geocoding, URI addresses, URI mapData, URI timetable) {
  /** The public ones. */
  public static final Services PUBLIC =
      new Services(
          URI.create("https://api.open-meteo.com"),
          URI.create("https://geocoding-api.open-meteo.com"),
          URI.create("https://nominatim.openstreetmap.org"),
          URI.create("https://overpass-api.de"),
          URI.create("https://transport.opendata.ch"));

  /** Returns one origin for all of them, as a test's server. */
  public static Services at(URI origin) {
    return new Services(origin, origin, origin, origin, origin);
  }

  @Override
  public String toString() {
    return "Services[]";
  }
}
