package dev.sotto.benchmarks;

/** How long to measure. */
enum Effort {
  /** Enough rounds for figures that are published. */
  FULL,
  /** Few rounds on little data: shows that everything runs, no more. */
  QUICK;

  /** Returns one number or the other. */
  int of(int full, int quick) {
    return this == FULL ? full : quick;
  }
}
