package dev.sotto.ledger;

import java.time.Clock;

final class InMemoryConsentLedgerTest extends ConsentLedgerContract {
  @Override
  protected ConsentLedger create(Clock clock) {
    return new InMemoryConsentLedger(clock);
  }
}
