package dev.sotto.consent;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts the cards that a person was shown, so that they are not worn down. Gates that ask the same
 * person at the same time share one. Safe for all threads.
 */
public final class CardLimit {
  private final GateLimits limits;
  private final Clock clock;
  private final Deque<Instant> shown = new ArrayDeque<>();

  /**
   * @param limits how many in how long a time
   * @param clock tells the time
   */
  public CardLimit(GateLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Counts one more card, unless there were too many; returns whether it may be shown. */
  synchronized boolean takesOneMore() {
    Instant now = clock.instant();
    while (!shown.isEmpty() && shown.getFirst().isBefore(now.minus(limits.within()))) {
      shown.removeFirst();
    }
    if (shown.size() >= limits.cards()) {
      return false;
    }
    shown.add(now);
    return true;
  }

  @Override
  public String toString() {
    return "CardLimit[" + limits.cards() + "]";
  }
}
