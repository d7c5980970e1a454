package dev.sotto.application.terminal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A person who typed something before the card came, and presses keys after it. */
public final class Fingers implements ConsentKeys {
  private final Deque<Integer> typedBefore = new ArrayDeque<>();
  private final Deque<Integer> keys = new ArrayDeque<>();
  private final Deque<String> lines = new ArrayDeque<>();

  /**
   * @param before what was typed before the card
   * @param pressed keys after it
   * @param lines typed where a line is asked for
   */
  public Fingers(String before, String pressed, String... lines) {
    before.chars().forEach(typedBefore::add);
    pressed.chars().forEach(keys::add);
    this.lines.addAll(List.of(lines));
  }

  @Override
  public void forgetTyped() {
    typedBefore.clear();
  }

  @Override
  public Optional<Integer> next(Duration atMost) {
    return Optional.ofNullable(typedBefore.isEmpty() ? keys.poll() : typedBefore.poll());
  }

  @Override
  public Optional<String> line(String prompt) {
    return Optional.ofNullable(lines.poll());
  }
}
