package dev.sotto.tools.journey;

import dev.sotto.tool.NamedChoice;
import dev.sotto.tool.Place;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/**
 * Which journey is asked for.
 *
 * @param from the station, stop or address where it begins, as the person typed it
 * @param to where it ends
 * @param day which day
 * @param time when; now, or eight in the morning of another day, if it isn't said
 * @param timing whether that is when it begins or ends; the beginning if it isn't said
 */
public record JourneyArguments(
    Place from, Place to, LocalDate day, Optional<LocalTime> time, Optional<Timing> timing) {
  /** What a time means. */
  public enum Timing implements NamedChoice {
    DEPARTURE("leave", "leaving", "depart", "departing", "abfahrt", "partida", "出发"),
    ARRIVAL("arrive", "arriving", "be there", "ankunft", "ankommen", "chegada", "chegar", "到达");

    private final List<String> words;

    Timing(String... words) {
      this.words = List.of(words);
    }

    @Override
    public List<String> words() {
      return words;
    }
  }

  @Override
  public String toString() {
    return "JourneyArguments[]";
  }
}
