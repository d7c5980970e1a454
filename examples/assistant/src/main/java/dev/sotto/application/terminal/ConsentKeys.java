package dev.sotto.application.terminal;

import java.time.Duration;
import java.util.Optional;

/** Reads single keys of the person at the terminal. For one thread. */
public interface ConsentKeys {
  /** Drops everything that was typed up to now. */
  void forgetTyped();

  /**
   * Waits for a key.
   *
   * @return the character, or nothing at the end of input, at Ctrl-C and Ctrl-D, and after that
   *     time
   */
  Optional<Integer> next(Duration atMost);

  /**
   * Reads a line, with the keys for editing.
   *
   * @return nothing at the end of input and at Ctrl-C
   */
  Optional<String> line(String prompt);
}
