package dev.sotto.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Times of two ways to do the same, measured one right after the other. */
final class PairedTimes {
  private final List<Double> plain = new ArrayList<>();
  private final List<Double> encrypted = new ArrayList<>();

  void add(double plainMilliseconds, double encryptedMilliseconds) {
    plain.add(plainMilliseconds);
    encrypted.add(encryptedMilliseconds);
  }

  /** Returns the row of a table: both times, the ratio of the pairs, and the limit for it. */
  List<String> row(String name, String limit) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      ratios.add(encrypted.get(i) / plain.get(i));
    }
    return List.of(
        name,
        Spread.of(plain).text(2),
        Spread.of(encrypted).text(2),
        Spread.of(ratios).text(3),
        limit);
  }
}
