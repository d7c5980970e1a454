package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/**
 * Clocks of the kernel that Java has no method for: clock_gettime(2). Allowed in every confinement.
 * Stateless.
 */
public final class SystemClocks {
  private static final int CLOCK_MONOTONIC = 1;
  private static final int CLOCK_BOOTTIME = 7;

  private SystemClocks() {}

  /**
   * Returns how long the computer has been suspended since it was switched on: the clock that goes
   * on in suspend less the one that stands still. The difference is exact to some microseconds,
   * since both are read one after the other. Empty where it isn't known.
   */
  public static Optional<Duration> timeSuspended() {
    return LinuxCalls.find()
        .flatMap(calls -> {
          Optional<Duration> running = read(calls, CLOCK_MONOTONIC);
          return read(calls, CLOCK_BOOTTIME).flatMap(all -> running.map(all::minus));
        });
  }

  private static Optional<Duration> read(LinuxCalls calls, int clock) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(JAVA_LONG, 2); // struct timespec
      return calls.call(SystemCall.CLOCK_GETTIME, clock, time.address()) == 0
          ? Optional.of(
              Duration.ofSeconds(time.getAtIndex(JAVA_LONG, 0), time.getAtIndex(JAVA_LONG, 1)))
          : Optional.empty();
    }
  }
}
