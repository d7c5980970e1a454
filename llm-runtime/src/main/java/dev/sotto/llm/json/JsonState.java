package dev.sotto.llm.json;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All ways to go on after what has been written. Immutable, equal by content. */
final class JsonState {
  private final List<Path> paths;
  private final int leastBytes;

  private JsonState(List<Path> paths) {
    this.paths = paths;
    int least = Integer.MAX_VALUE;
    for (Path path : paths) {
      least = Math.min(least, path.leastBytes());
    }
    this.leastBytes = least;
  }

  static JsonState begin(Rule rule) {
    Set<Path> paths = new LinkedHashSet<>();
    Step.expandRule(rule, Path.END, paths::add);
    return new JsonState(List.copyOf(paths));
  }

  /** Returns what remains after a byte; none if it does not fit. */
  JsonState after(int b) {
    if (paths.size() == 1) {
      List<Path> next = new ArrayList<>(2);
      paths.getFirst().read(b, next::add);
      if (next.size() < 2) {
        return new JsonState(next);
      }
    }
    Set<Path> next = new LinkedHashSet<>();
    for (Path path : paths) {
      path.read(b, next::add);
    }
    return new JsonState(List.copyOf(next));
  }

  /** Returns whether nothing fits. */
  boolean isDead() {
    return paths.isEmpty();
  }

  /** Returns whether the value may end here. */
  boolean mayEnd() {
    return paths.contains(Path.END);
  }

  /** Returns whether the value must end here. */
  boolean mustEnd() {
    return paths.size() == 1 && mayEnd();
  }

  /** Returns how many bytes are missing at least. */
  int leastBytes() {
    return leastBytes;
  }

  /** Returns the only byte that can come, or -1 if there are several or the value may end. */
  int onlyByte() {
    int only = -1;
    for (Path path : paths) {
      if (!(path.top() instanceof Step.Literal literal) || (only >= 0 && only != literal.next())) {
        return -1;
      }
      only = literal.next();
    }
    return only;
  }

  /** Returns a state that allows the same tokens, alike for all texts that have room enough. */
  JsonState roomedFor(int longestToken) {
    List<Path> roomed = new ArrayList<>();
    for (Path path : paths) {
      roomed.add(
          path.top() instanceof Step.Quoted quoted
              ? path.withTop(quoted.roomedFor(longestToken))
              : path);
    }
    return new JsonState(roomed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonState state && state.paths.equals(paths);
  }

  @Override
  public int hashCode() {
    return paths.hashCode();
  }

  @Override
  public String toString() {
    return "JsonState[" + paths.size() + " ways]";
  }
}
