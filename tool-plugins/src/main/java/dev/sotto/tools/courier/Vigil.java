package dev.sotto.tools.courier;

import dev.sotto.consent.Delivery;
import dev.sotto.model.Cancellation;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one request: when its time is over or the person stops it, what it waits for is
 * closed, whatever that is at the moment. Closing the vigil ends the watch.
 */
final class Vigil implements AutoCloseable {
  private static final long A_LOOK_NANOS = 50_000_000;

  private final Cancellation cancellation;
  private final LongSupplier nanoTime;
  private final long end;
  private @Nullable Closeable guarded;
  private Delivery.@Nullable Failure reason;
  private volatile boolean over;

  private Vigil(Duration deadline, Cancellation cancellation, LongSupplier nanoTime) {
    this.cancellation = cancellation;
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + deadline.toNanos();
  }

  static Vigil over(
      Duration deadline, Cancellation cancellation, ThreadFactory threads, LongSupplier nanoTime) {
    Vigil vigil = new Vigil(deadline, cancellation, nanoTime);
    threads.newThread(vigil::watch).start();
    return vigil;
  }

  private void watch() {
    while (!over) {
      if (cancellation.requested()) {
        stop(Delivery.Failure.CANCELLED);
      } else if (nanoTime.getAsLong() - end >= 0) {
        stop(Delivery.Failure.TOO_SLOW);
      } else {
        LockSupport.parkNanos(A_LOOK_NANOS);
      }
    }
  }

  private synchronized void stop(Delivery.Failure why) {
    if (!over) {
      reason = why;
      over = true;
      closeQuietly(guarded);
    }
  }

  /**
   * Has something closed when the request is stopped, in place of what was guarded before.
   *
   * @throws CarriageFailedException if it has been stopped; the thing is closed then
   */
  synchronized void guard(Closeable thing) throws CarriageFailedException {
    guarded = thing;
    if (reason != null) {
      closeQuietly(thing);
      throw new CarriageFailedException(reason);
    }
  }

  /** Returns why the request was stopped, if it was. */
  synchronized Optional<Delivery.Failure> reason() {
    return Optional.ofNullable(reason);
  }

  private static void closeQuietly(@Nullable Closeable thing) {
    if (thing != null) {
      try {
        thing.close();
      } catch (IOException e) {
        // It is given up.
      }
    }
  }

  @Override
  public synchronized void close() {
    over = true;
  }
}
