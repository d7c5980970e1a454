package dev.sotto.tool;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which values a field takes. */
public sealed interface FieldForm {
  /** Returns whether a value has this form. */
  boolean admits(FieldValue value);

  /** Reads a value of this form from what a person typed. */
  Optional<FieldValue> read(String text);

  /** Returns how many bits of information a tool can choose in a value of this form, at most. */
  double bits();

  /** A latitude: −90 to 90 degrees in steps of a hundredth. */
  record Latitude() implements FieldForm {
    @Override
    public boolean admits(FieldValue value) {
      return value instanceof FieldValue.Coordinate coordinate
          && Math.abs(coordinate.degrees().doubleValue()) <= 90;
    }

    @Override
    public Optional<FieldValue> read(String text) {
      return FieldForm.read(this, text, typed -> new FieldValue.Coordinate(new BigDecimal(typed)));
    }

    @Override
    public double bits() {
      return log2(18_001);
    }
  }

  /** A longitude: −180 to 180 degrees in steps of a hundredth. */
  record Longitude() implements FieldForm {
    @Override
    public boolean admits(FieldValue value) {
      return value instanceof FieldValue.Coordinate;
    }

    @Override
    public Optional<FieldValue> read(String text) {
      return FieldForm.read(this, text, typed -> new FieldValue.Coordinate(new BigDecimal(typed)));
    }

    @Override
    public double bits() {
      return log2(36_001);
    }
  }

  /** A day between two days of the years 1 to 9999. */
  record Day(LocalDate first, LocalDate last) implements FieldForm {
    public Day {
      if (first.isAfter(last) || first.getYear() < 1 || last.getYear() > 9999) {
        throw new IllegalArgumentException(
            "The first day is not after the last, both in the years 1 to 9999");
      }
    }

    @Override
    public boolean admits(FieldValue value) {
      return value instanceof FieldValue.Day day
          && !day.date().isBefore(first)
          && !day.date().isAfter(last);
    }

    @Override
    public Optional<FieldValue> read(String text) {
      return FieldForm.read(this, text, typed -> new FieldValue.Day(LocalDate.parse(typed)));
    }

    @Override
    public double bits() {
      return log2(ChronoUnit.DAYS.between(first, last) + 1.0);
    }
  }

  /** A time of day to the minute. */
  record Minute() implements FieldForm {
    @Override
    public boolean admits(FieldValue value) {
      return value instanceof FieldValue.Minute;
    }

    @Override
    public Optional<FieldValue> read(String text) {
      return FieldForm.read(this, text, typed -> new FieldValue.Minute(LocalTime.parse(typed)));
    }

    @Override
    public double bits() {
      return log2(24 * 60);
    }
  }

  /**
   * One of some words.
   *
   * @param choices printable ASCII; at least one, each once
   */
  record Choice(List<String> choices) implements FieldForm {
    public Choice {
      choices = List.copyOf(choices);
      if (choices.isEmpty()
          || choices.stream().distinct().count() != choices.size()
          || !choices.stream().allMatch(c -> c.matches("[!-~](?:[ -~]{0,58}[!-~])?"))) {
        throw new IllegalArgumentException(
            "A choice is one of at least one word of 1 to 60 printable ASCII characters, each"
                + " once");
      }
    }

    @Override
    public boolean admits(FieldValue value) {
      return value instanceof FieldValue.Choice choice && choices.contains(choice.text());
    }

    @Override
    public Optional<FieldValue> read(String text) {
      return FieldForm.read(this, text, typed -> new FieldValue.Choice(typed));
    }

    @Override
    public double bits() {
      return log2(choices.size());
    }

    @Override
    public String toString() {
      return "Choice[" + choices.size() + "]";
    }
  }

  /** A whole number from the least to the most. */
  record Count(int least, int most) implements FieldForm {
    public Count {
      if (least > most) {
        throw new IllegalArgumentException("The least number is greater than the most");
      }
    }

    @Override
    public boolean admits(FieldValue value) {
      return value instanceof FieldValue.Count count
          && count.number() >= least
          && count.number() <= most;
    }

    @Override
    public Optional<FieldValue> read(String text) {
      return FieldForm.read(this, text, typed -> new FieldValue.Count(Integer.parseInt(typed)));
    }

    @Override
    public double bits() {
      return log2((double) most - least + 1);
    }
  }

  /**
   * Words that the person typed, as they typed them: the gate takes nothing else. Characters that
   * can't be seen are refused. A tool chooses only which of its arguments it sends, and that is not
   * in {@link #bits}.
   *
   * @param maxCharacters 1 to 200
   */
  record Words(int maxCharacters) implements FieldForm {
    public Words {
      if (maxCharacters < 1 || maxCharacters > 200) {
        throw new IllegalArgumentException("Words may have 1 to 200 characters");
      }
    }

    @Override
    public boolean admits(FieldValue value) {
      return value instanceof FieldValue.Words words && PlainText.is(words.text(), maxCharacters);
    }

    @Override
    public Optional<FieldValue> read(String text) {
      return FieldForm.read(this, text, typed -> new FieldValue.Words(typed));
    }

    @Override
    public double bits() {
      return 0;
    }
  }

  private static Optional<FieldValue> read(
      FieldForm form, String text, Function<String, FieldValue> reader) {
    try {
      return Optional.of(reader.apply(text.strip())).filter(form::admits);
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static double log2(double values) {
    return Math.log(values) / Math.log(2);
  }
}
