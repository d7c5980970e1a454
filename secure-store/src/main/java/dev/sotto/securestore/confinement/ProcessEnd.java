package dev.sotto.securestore.confinement;

/** How a process ended. */
public sealed interface ProcessEnd {
  /** It ended by itself. */
  record Exited(int status) implements ProcessEnd {}

  /** A signal ended it: 9 where it was killed, 31 where a filter did, 11 where it crashed. */
  record Killed(int signal) implements ProcessEnd {}

  /** Reads the status that wait(2) gives. */
  static ProcessEnd of(int waitStatus) {
    int signal = waitStatus & 0x7F;
    return signal == 0 ? new Exited((waitStatus >> 8) & 0xFF) : new Killed(signal);
  }
}
