package dev.sotto.application.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Why an agent locks by itself. */
public enum LockCause {
  /** Nobody has used it for as long as the person has allowed. */
  UNUSED,
  /** The computer was suspended. */
  SUSPENDED;

  /**
   * Suspended for less than this is not noticed. The two clocks are not read at once, and a process
   * may be kept waiting in between.
   */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** Looks from time to time whether there is a cause. */
  public static final class Watch {
    private final Duration longest;
    private final Supplier<Duration> unused;
    private final Supplier<Optional<Duration>> suspended;
    private final Optional<Duration> suspendedBefore;

    /**
     * @param longest how long it may be unused
     * @param unused for how long it is
     * @param suspended how long the computer has been suspended in its life, if that is known
     */
    public Watch(
        Duration longest, Supplier<Duration> unused, Supplier<Optional<Duration>> suspended) {
      this.longest = longest;
      this.unused = unused;
      this.suspended = suspended;
      this.suspendedBefore = suspended.get();
    }

    /** Returns the cause to lock now, if there is one. */
    public Optional<LockCause> cause() {
      if (wasSuspended()) {
        return Optional.of(SUSPENDED);
      }
      return untilLock().isZero() ? Optional.of(UNUSED) : Optional.empty();
    }

    private boolean wasSuspended() {
      return suspendedBefore.isPresent()
          && suspended
              .get()
              .filter(now -> now.minus(suspendedBefore.get()).compareTo(LEAST) >= 0)
              .isPresent();
    }

    /** Returns after how much more time without use there is a cause. */
    public Duration untilLock() {
      Duration left = longest.minus(unused.get());
      return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public String toString() {
      return "Watch[" + longest + "]";
    }
  }
}
