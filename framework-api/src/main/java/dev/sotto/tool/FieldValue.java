package dev.sotto.tool;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** A value of a typed field. Each kind bounds how much it can carry. */
public sealed interface FieldValue {
  /** Returns the value as it is written into a request, before any escaping. */
  String text();

  /**
   * A latitude or longitude, rounded to two decimals.
   *
   * @param degrees −180 to 180
   */
  record Coordinate(BigDecimal degrees) implements FieldValue {
    public Coordinate {
      if (degrees.abs().compareTo(BigDecimal.valueOf(180)) > 0) {
        throw new IllegalArgumentException("A coordinate lies between -180 and 180 degrees");
      }
      degrees = degrees.setScale(2, RoundingMode.HALF_EVEN);
    }

    @Override
    public String text() {
      return degrees.signum() == 0 ? "0.00" : degrees.toPlainString();
    }

    @Override
    public String toString() {
      return "Coordinate[]";
    }
  }

  /** A day, written as ISO 8601. */
  record Day(LocalDate date) implements FieldValue {
    @Override
    public String text() {
      return date.toString();
    }

    @Override
    public String toString() {
      return "Day[]";
    }
  }

  /** A time of day to the minute, written as {@code hh:mm}. */
  record Minute(LocalTime time) implements FieldValue {
    public Minute {
      time = time.truncatedTo(ChronoUnit.MINUTES);
    }

    @Override
    public String text() {
      return time.toString();
    }

    @Override
    public String toString() {
      return "Minute[]";
    }
  }

  /** One of the words that the field's form lists. */
  record Choice(String text) implements FieldValue {
    @Override
    public String toString() {
      return "Choice[" + text.length() + " characters]";
    }
  }

  /** A whole number in the range of the field's form. */
  record Count(int number) implements FieldValue {
    @Override
    public String text() {
      return Integer.toString(number);
    }

    @Override
    public String toString() {
      return "Count[]";
    }
  }

  /** Words, taken only where every argument of the call was typed by the person. */
  record Words(String text) implements FieldValue {
    @Override
    public String toString() {
      return "Words[" + text.length() + " characters]";
    }
  }
}
