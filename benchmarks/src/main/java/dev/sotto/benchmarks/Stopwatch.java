package dev.sotto.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Measures how long work takes. */
final class Stopwatch {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
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

  /**
   * Returns how many milliseconds of a processor the work took on the calling thread: what other
   * programs take is not in it.
   */
  static double processorMilliseconds(Work work) throws IOException {
    long began = THREADS.getCurrentThreadCpuTime();
    work.run();
    return (THREADS.getCurrentThreadCpuTime() - began) / NANOS_PER_MILLISECOND;
  }

  static double millisecondsSince(long began) {
    return (System.nanoTime() - began) / NANOS_PER_MILLISECOND;
  }
}
