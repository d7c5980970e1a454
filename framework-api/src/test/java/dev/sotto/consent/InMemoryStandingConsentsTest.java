package dev.sotto.consent;

final class InMemoryStandingConsentsTest extends StandingConsentsContract {
  @Override
  protected StandingConsents consents() {
    return new InMemoryStandingConsents();
  }
}
