package dev.sotto.model;

/** Asks long work to stop. Checked between steps by whoever works; may be asked from any thread. */
@FunctionalInterface
public interface Cancellation {
  /** Never asks to stop. */
  Cancellation NEVER = () -> false;

  /** Returns true once the work should stop at its next safe point. */
  boolean requested();
}
