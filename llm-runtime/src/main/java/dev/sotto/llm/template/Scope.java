package dev.sotto.llm.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values during one rendering, the text so far, and what may still be spent. */
final class Scope {
  private static final int MOST_STEPS = 2_000_000;
  static final int MOST_CHARACTERS = 16 << 20;
  static final int MOST_ELEMENTS = 1 << 20;
  private static final int MOST_DEPTH = 64;

  private final @Nullable Scope parent;
  private final Map<String, Object> values = new HashMap<>();
  private final StringBuilder out;
  private final int[] steps;
  private final int depth;

  Scope() {
    this.parent = null;
    this.out = new StringBuilder();
    this.steps = new int[1];
    this.depth = 0;
  }

  private Scope(Scope parent, StringBuilder out) {
    this.parent = parent;
    this.out = out;
    this.steps = parent.steps;
    this.depth = parent.depth + 1;
  }

  /** Returns a scope inside this one that writes to the same text. */
  Scope inner(Token at) {
    return inner(at, out);
  }

  /** Returns a scope inside this one that writes to a text of its own. */
  Scope capturing(Token at) {
    return inner(at, new StringBuilder());
  }

  private Scope inner(Token at, StringBuilder text) {
    if (depth == MOST_DEPTH) {
      throw at.refused("nests calls and loops deeper than " + MOST_DEPTH + " levels");
    }
    return new Scope(this, text);
  }

  void set(String name, Object value) {
    values.put(name, value);
  }

  Object get(String name) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      Object value = scope.values.get(name);
      if (value != null) {
        return value;
      }
    }
    return Values.UNDEFINED;
  }

  void write(String text, Token at) {
    out.append(text);
    if (out.length() > MOST_CHARACTERS) {
      throw at.refused("writes more than " + MOST_CHARACTERS + " characters");
    }
  }

  /** Counts one step. */
  void step(Token at) {
    if (++steps[0] > MOST_STEPS) {
      throw at.refused("takes more than " + MOST_STEPS + " steps");
    }
  }

  String text() {
    return out.toString();
  }

  @Override
  public String toString() {
    return "Scope[" + out.length() + " characters]";
  }
}
