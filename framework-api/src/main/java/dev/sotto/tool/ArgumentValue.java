package dev.sotto.tool;

import java.time.LocalDate;
import java.time.LocalTime;

/** A value of an argument. */
public sealed interface ArgumentValue {
  /** Words that the person typed. */
  record Words(String text) implements ArgumentValue {
    @Override
    public String toString() {
      return "Words[" + text.length() + " characters]";
    }
  }

  /** A place. */
  record Where(Place place) implements ArgumentValue {}

  /** A day. */
  record Day(LocalDate date) implements ArgumentValue {
    @Override
    public String toString() {
      return "Day[]";
    }
  }

  /** A time of day. */
  record Time(LocalTime time) implements ArgumentValue {
    @Override
    public String toString() {
      return "Time[]";
    }
  }

  /** One of the constants of an enum, by its name in lower case. */
  record Choice(String name) implements ArgumentValue {
    @Override
    public String toString() {
      return "Choice[" + name.length() + " characters]";
    }
  }
}
