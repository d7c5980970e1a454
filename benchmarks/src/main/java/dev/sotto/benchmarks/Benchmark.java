package dev.sotto.benchmarks;

import java.io.IOException;

/** Measures one thing and writes what it found. */
@FunctionalInterface
interface Benchmark {
  /**
   * Measures.
   *
   * @param workplace where to work and how long
   * @param report receives a section with its figures
   */
  void run(Workplace workplace, Report report) throws IOException;
}
