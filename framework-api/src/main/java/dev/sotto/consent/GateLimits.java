package dev.sotto.consent;

import java.time.Duration;

/**
 * How often a person is asked at most: who is asked too often says yes to everything.
 *
 * @param cards how many cards
 * @param within in how long a time
 */
public record GateLimits(int cards, Duration within) {
  /** Twelve cards in ten minutes. */
  public static final GateLimits DEFAULT = new GateLimits(12, Duration.ofMinutes(10));
}
