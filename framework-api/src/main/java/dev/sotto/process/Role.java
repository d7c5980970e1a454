package dev.sotto.process;

/** Which end of a channel a process is. */
public enum Role {
  /** The one for which the other was started. */
  STARTER(1),
  /** The one that was started. */
  STARTED(2);

  private final int number;

  Role(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  Role other() {
    return this == STARTER ? STARTED : STARTER;
  }
}
