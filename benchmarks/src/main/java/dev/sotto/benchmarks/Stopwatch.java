package dev.sotto.benchmarks;

import java.io.IOException;

/** Measures how long work takes. */
final class Stopwatch {
  private static final double NANOS_PER_MILLISECOND = 1e6;

  private Stopwatch() {}

  /** Work that may fail to read or write. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Returns how many milliseconds the work took. */
  static double milliseconds(Work work) throws IOException {
    long began = System.nanoTime();
    work.run();
    return millisecondsSince(began);
  }

  static double millisecondsSince(long began) {
    return (System.nanoTime() - began) / NANOS_PER_MILLISECOND;
  }
}
