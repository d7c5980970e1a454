package dev.sotto.application.vault;

import dev.sotto.model.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * An open vault that several commands share, one after the other, in the order in which they came.
 * Safe for all threads. Owns neither the vault nor the models.
 */
public final class KeptVault {
  private static final long LOOK_FOR_CANCELLATION_MILLIS = 100;

  private final Vault vault;
  private final Models models;
  private final Locations locations;
  private final LongSupplier nanoTime;
  private final ReentrantLock turns = new ReentrantLock(true);
  private final AtomicLong lastUse;

  /**
   * @param vault open for changes
   * @param models those of the vault
   * @param locations where the store is
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  public KeptVault(Vault vault, Models models, Locations locations, LongSupplier nanoTime) {
    this.vault = vault;
    this.models = models;
    this.locations = locations;
    this.nanoTime = nanoTime;
    this.lastUse = new AtomicLong(nanoTime.getAsLong());
  }

  /** Work with the vault; returns an exit status. */
  @FunctionalInterface
  public interface Use {
    /** Does the work. */
    int with(Vault vault) throws IOException;
  }

  /** Returns the models, which are loaded or being loaded. */
  public Models models() {
    return models;
  }

  /** Returns where the store is. */
  public Locations locations() {
    return locations;
  }

  /**
   * Does work when it is this thread's turn.
   *
   * @param cancellation gives up waiting
   * @param whenWaiting told once if it has to wait
   * @param cancelled what is returned then
   */
  public int use(Cancellation cancellation, Runnable whenWaiting, int cancelled, Use use)
      throws IOException {
    try {
      if (!turns.tryLock(LOOK_FOR_CANCELLATION_MILLIS, TimeUnit.MILLISECONDS)) {
        whenWaiting.run();
        while (!turns.tryLock(LOOK_FOR_CANCELLATION_MILLIS, TimeUnit.MILLISECONDS)) {
          if (cancellation.requested()) {
            return cancelled;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return cancelled;
    }
    try {
      return use.with(vault);
    } finally {
      release();
    }
  }

  private void release() {
    lastUse.set(nanoTime.getAsLong());
    turns.unlock();
  }

  /**
   * Does something that takes time and not the vault. If it is this thread's turn, others may have
   * theirs in between: what was read from the vault before may have changed afterwards.
   */
  public <T> T aside(Callable<T> pause) throws Exception {
    if (!turns.isHeldByCurrentThread()) {
      return pause.call();
    }
    release();
    try {
      return pause.call();
    } finally {
      turns.lock();
    }
  }

  /** Returns for how long nobody has used the vault; zero while somebody does. */
  public Duration unused() {
    return turns.isLocked()
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - lastUse.get()));
  }

  /**
   * Waits until nobody uses the vault, and keeps it from everybody then.
   *
   * @return false if somebody still does after this time
   */
  public boolean retire(Duration patience) throws InterruptedException {
    return turns.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public String toString() {
    return "KeptVault[" + (turns.isLocked() ? "in use" : "unused") + "]";
  }
}
