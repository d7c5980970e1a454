package dev.sotto.application.audit;

import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.LedgerEntry.Outcome;
import dev.sotto.ledger.RecordedEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of the requests that were allowed, as far as entries say. */
public final class RequestStates {
  private final Map<Long, Outcome> outcomes = new HashMap<>();

  /** Reads the entries from the first request of interest to the last of the ledger. */
  public RequestStates(List<RecordedEntry> entries) {
    for (RecordedEntry entry : entries) {
      if (entry instanceof RecordedEntry.Kept kept && kept.entry() instanceof Outcome outcome) {
        outcomes.put(outcome.intent(), outcome);
      }
    }
  }

  /** Returns the outcome of an intent, if there is one that can be read. */
  public Optional<Outcome> outcome(long intent) {
    return Optional.ofNullable(outcomes.get(intent));
  }

  /**
   * Returns the word for what became of an entry: the result of an intent, or {@code unknown} if it
   * has none. Nothing for other entries.
   */
  public Optional<String> of(RecordedEntry.Kept kept) {
    return kept.entry() instanceof LedgerEntry.Intent
        ? Optional.of(
            outcome(kept.number()).map(found -> EntryFields.word(found.result())).orElse("unknown"))
        : Optional.empty();
  }
}
