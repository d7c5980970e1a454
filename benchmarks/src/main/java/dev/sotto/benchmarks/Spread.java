package dev.sotto.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * What repeated measurements gave: the median, and the quartiles around it.
 *
 * @param lower the first quartile
 * @param median the median
 * @param upper the third quartile
 * @param count how many measurements there were
 */
record Spread(double lower, double median, double upper, int count) {
  static Spread of(Collection<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("A spread needs at least one measurement; found none");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(
        quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75), sorted.length);
  }

  /** Returns median and quartiles with this many digits after the point. */
  String text(int digits) {
    String number = "%,." + digits + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + "–" + number + ")", median, lower, upper);
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
