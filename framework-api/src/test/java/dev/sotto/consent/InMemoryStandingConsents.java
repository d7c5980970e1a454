package dev.sotto.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Standing consents in memory for tests. Safe for all threads. */
public final class InMemoryStandingConsents implements StandingConsents {
  private final Map<Long, StandingConsent> consents = new TreeMap<>();
  private final Map<Long, List<Instant>> uses = new TreeMap<>();

  @Override
  public synchronized List<StandingConsent> all() {
    return List.copyOf(consents.values());
  }

  @Override
  public synchronized void add(StandingConsent consent) {
    consents.put(consent.number(), consent);
  }

  @Override
  public synchronized void remove(long number) {
    consents.remove(number);
    uses.remove(number);
  }

  @Override
  public synchronized List<Instant> uses(long number, Instant since) {
    return uses.getOrDefault(number, List.of()).stream()
        .filter(use -> !use.isBefore(since))
        .toList();
  }

  @Override
  public synchronized void use(long number, Instant when) {
    uses.computeIfAbsent(number, _ -> new ArrayList<>()).add(when);
  }
}
