package dev.sotto.ledger.verifier;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what was allowed to be sent with what the courier says that it sent. It remembers the
 * newest intents without an outcome, so that memory does not grow with the ledger.
 */
final class Requests {
  static final int MAX_OPEN = 100_000;

  private record Allowed(String payload, String bytes) {
    @Override
    public String toString() {
      return "Allowed";
    }
  }

  private final Map<Long, Allowed> open = new LinkedHashMap<>();
  private long forgotten;
  private long intents;
  private long matching;

  void add(long number, EntryText entry, String what) throws InvalidLedgerException {
    switch (entry.require("kind", what)) {
      case "intent" -> {
        intents++;
        open.put(
            number, new Allowed(entry.require("payload", what), entry.require("byte-count", what)));
        if (open.size() > MAX_OPEN) {
          open.remove(open.keySet().iterator().next());
          forgotten++;
        }
      }
      case "outcome" -> addOutcome(number, entry, what);
      default -> {}
    }
  }

  long intents() {
    return intents;
  }

  long matching() {
    return matching;
  }

  /** Returns how many intents have no outcome: whether anything was sent is unknown. */
  long unknown() {
    return open.size() + forgotten;
  }

  /** Returns how many of them are in memory. */
  int remembered() {
    return open.size();
  }

  private void addOutcome(long number, EntryText entry, String what) throws InvalidLedgerException {
    long intent = Checks.number(entry.require("intent", what), what);
    if (intent >= number) {
      throw contradiction(what + " is the outcome of an entry that follows it");
    }
    Allowed allowed = open.remove(intent);
    if (allowed == null) {
      return;
    }
    long allowedBytes = Checks.number(allowed.bytes(), what);
    long sentBytes = Checks.number(entry.require("sent-bytes", what), what);
    Optional<String> sent = entry.find("payload");
    boolean answered = entry.require("result", what).equals("answered");
    if (sentBytes > allowedBytes || (answered && sentBytes != allowedBytes)) {
      throw contradiction(
          what + " says that another number of bytes was sent than entry " + intent + " allows");
    }
    if (sentBytes == allowedBytes && !sent.equals(Optional.of(allowed.payload()))) {
      throw contradiction(
          what + " says that other bytes were sent than entry " + intent + " allows");
    }
    matching++;
  }

  private static InvalidLedgerException contradiction(String finding) {
    return new InvalidLedgerException(InvalidLedgerException.Reason.CONTRADICTS_ITSELF, finding);
  }
}
