package dev.sotto.consent;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Keeps consents that stand, and how often each was used, beyond the end of the process. */
public interface StandingConsents {
  /** Returns those that were given and not withdrawn, expired ones too. */
  List<StandingConsent> all() throws IOException;

  /** Keeps one; durable when it returns. */
  void add(StandingConsent consent) throws IOException;

  /** Drops one if it is there; durable when it returns. */
  void remove(long number) throws IOException;

  /** Returns when requests were sent under it since a moment. */
  List<Instant> uses(long number, Instant since) throws IOException;

  /** Notes that a request is sent under it; durable when it returns. */
  void use(long number, Instant when) throws IOException;
}
