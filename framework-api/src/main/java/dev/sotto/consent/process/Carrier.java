package dev.sotto.consent.process;

import dev.sotto.consent.Delivery;
import dev.sotto.model.Cancellation;

/** What does a courier's work within its process. */
@FunctionalInterface
public interface Carrier {
  /** Carries a request as {@link dev.sotto.consent.Courier} promises; all failures are results. */
  Delivery carry(OutboundRequest request, Cancellation cancellation);
}
