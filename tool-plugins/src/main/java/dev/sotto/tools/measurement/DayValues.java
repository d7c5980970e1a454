package dev.sotto.tools.measurement;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The values of one series on one day. */
final class DayValues {
  private long count;
  private double sum;
  private double minimum = Double.POSITIVE_INFINITY;
  private double maximum = Double.NEGATIVE_INFINITY;
  private double first;
  private double last;

  /** Takes the next value; what is not a number is left out. */
  void add(double value) {
    if (Double.isNaN(value)) {
      return;
    }
    if (count == 0) {
      first = value;
    }
    count++;
    sum += value;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    last = value;
  }

  long count() {
    return count;
  }

  double minimum() {
    return minimum;
  }

  double maximum() {
    return maximum;
  }

  /**
   * Returns the value of the day, {@link Double#NaN} if there is none.
   *
   * @param newestFirst whether the values came in reversed order
   */
  double of(Aggregation aggregation, boolean newestFirst) {
    if (count == 0) {
      return Double.NaN;
    }
    return rounded(
        switch (aggregation) {
          case SUM -> sum;
          case MEAN -> sum / count;
          case LAST -> newestFirst ? first : last;
          case MINIMUM -> minimum;
          case MAXIMUM -> maximum;
        });
  }

  /** Returns a number without the noise of binary fractions: at most six decimals. */
  static double rounded(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value == Math.rint(value)) {
      return value;
    }
    return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue();
  }

  /** Returns a number as people write it: no exponent, no idle zeros, at most two decimals. */
  static String text(double value) {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  @Override
  public String toString() {
    return "DayValues[" + count + " values]";
  }
}
