package dev.sotto.llm.json;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One way to go on: a step and what comes below it, down to {@link #END}. Immutable, shared, equal
 * by content.
 */
final class Path {
  /** Nothing more to come. */
  static final Path END = new Path();

  private final @Nullable Step top;
  private final @Nullable Path below;
  private final int hash;
  private final int leastBytes;

  private Path() {
    this.top = null;
    this.below = null;
    this.hash = 1;
    this.leastBytes = 0;
  }

  Path(Step top, Path below) {
    this.top = top;
    this.below = below;
    this.hash = 31 * top.hashCode() + below.hash;
    this.leastBytes =
        (int) Math.min((long) top.leastBytes() + below.leastBytes, Integer.MAX_VALUE / 2);
  }

  @Nullable Step top() {
    return top;
  }

  int leastBytes() {
    return leastBytes;
  }

  void expand(Consumer<Path> out) {
    if (top == null || below == null) {
      out.accept(this);
    } else {
      top.expand(below, out);
    }
  }

  void read(int b, Consumer<Path> out) {
    if (top != null && below != null) {
      top.read(b, below, out);
    }
  }

  /** Returns this with another step on top. */
  Path withTop(Step step) {
    return below == null || step.equals(top) ? this : new Path(step, below);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Path path) || path.hash != hash) {
      return false;
    }
    Path a = this;
    Path b = path;
    while (a != b) {
      if (a.top == null || b.top == null || !a.top.equals(b.top)) {
        return false;
      }
      if (a.below == null || b.below == null) {
        return false;
      }
      a = a.below;
      b = b.below;
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "Path[at least " + leastBytes + " bytes]";
  }
}
