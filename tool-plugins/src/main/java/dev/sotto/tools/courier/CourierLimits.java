package dev.sotto.tools.courier;

import java.time.Duration;

/**
 * How long a courier waits, beside the deadline of each request.
 *
 * @param connecting for a connection to one address
 * @param silence for the next byte of a host
 */
record CourierLimits(Duration connecting, Duration silence) {
  static final CourierLimits ORDINARY =
      new CourierLimits(Duration.ofSeconds(10), Duration.ofSeconds(15));
}
