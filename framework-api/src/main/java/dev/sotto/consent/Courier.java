package dev.sotto.consent;

import dev.sotto.model.Cancellation;
import java.io.IOException;

/**
 * Carries approved bytes over TLS to the host they name, and brings the response. It follows no
 * redirects, goes to no private address, adds nothing and tries nothing twice. Called by the gate
 * only, one request at a time.
 */
@FunctionalInterface
public interface Courier {
  /**
   * Carries a request.
   *
   * @throws IOException if it can't be known whether anything was sent
   */
  Delivery deliver(CanonicalRequest request, Cancellation cancellation) throws IOException;
}
