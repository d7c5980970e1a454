package dev.sotto.application.tool;

import dev.sotto.consent.StandingConsents;
import dev.sotto.consent.StandingConsentsContract;
import dev.sotto.storage.InMemorySealedDocuments;

final class ConsentBookTest extends StandingConsentsContract {
  @Override
  protected StandingConsents consents() {
    return new ConsentBook(new InMemorySealedDocuments());
  }
}
