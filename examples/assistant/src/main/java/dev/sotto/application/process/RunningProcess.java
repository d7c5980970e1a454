package dev.sotto.application.process;

import java.util.OptionalInt;

/** A process that was started. For any thread. */
public interface RunningProcess {
  /** Returns the system's number of the process. */
  long pid();

  /** Ends the process at once and waits for it a moment. Idempotent. */
  void end();

  /** Returns its exit status if it ends within a moment and that is known. */
  OptionalInt exitStatus();

  /** Has a task run, on any thread, when the process has ended; at once if it has. */
  void whenEnded(Runnable task);
}
