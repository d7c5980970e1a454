package dev.sotto.process;

import java.time.Duration;

/**
 * How much a channel holds and how long it waits.
 *
 * @param window how many bytes of messages wait in each direction; one message may be larger, but
 *     then it waits alone
 * @param patience how long the peer may take nothing of what is sent, and how long it may take to
 *     greet
 */
public record ChannelLimits(int window, Duration patience) {
  /** 4 MiB in each direction and 30 seconds. */
  public static final ChannelLimits DEFAULT = new ChannelLimits(4 << 20, Duration.ofSeconds(30));

  public ChannelLimits {
    if (window < 1 || !patience.isPositive()) {
      throw new IllegalArgumentException("Window and patience of a channel must be positive");
    }
  }
}
