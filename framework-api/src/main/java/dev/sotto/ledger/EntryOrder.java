package dev.sotto.ledger;

import java.io.IOException;
import java.util.Optional;

/** Which entries may follow which. Ledgers check it before they append. */
public final class EntryOrder {
  private EntryOrder() {}

  /**
   * Checks that an entry may be appended to a ledger by whoever uses it.
   *
   * @throws IllegalArgumentException if only the ledger itself makes such entries, or if it names
   *     an entry that is not there or is of another kind; an erased one may be of any kind
   */
  public static void check(LedgerEntry entry, ConsentLedger ledger) throws IOException {
    switch (entry) {
      case LedgerEntry.Started e -> throw madeByTheLedger();
      case LedgerEntry.Erasure e -> throw madeByTheLedger();
      case LedgerEntry.Recovery e -> throw madeByTheLedger();
      case LedgerEntry.Intent intent -> checkDecision(intent.decision(), ledger);
      case LedgerEntry.Refusal refusal -> checkDecision(refusal.decision(), ledger);
      case LedgerEntry.Outcome outcome -> check(outcome.intent(), LedgerEntry.Intent.class, ledger);
      case LedgerEntry.Withdrawal withdrawal ->
          check(withdrawal.grant(), LedgerEntry.Grant.class, ledger);
      case LedgerEntry.Expiry expiry -> check(expiry.grant(), LedgerEntry.Grant.class, ledger);
      case LedgerEntry.Grant e -> {}
      case LedgerEntry.PolicyChange e -> {}
      case LedgerEntry.PluginChange e -> {}
      case LedgerEntry.StoreRestored e -> {}
    }
  }

  /**
   * Checks that the content of an entry may be destroyed.
   *
   * @throws IllegalArgumentException if it may not
   */
  public static void checkErasable(long number, ConsentLedger ledger) throws IOException {
    Optional<RecordedEntry> found = ledger.find(number);
    if (found.isEmpty()) {
      throw missing(number, ledger);
    }
    if (!(found.get() instanceof RecordedEntry.Readable readable)
        || readable.entry() instanceof LedgerEntry.Started
        || readable.entry() instanceof LedgerEntry.Erasure
        || readable.entry() instanceof LedgerEntry.Recovery) {
      throw new IllegalArgumentException(
          "The entry "
              + number
              + " is erased already, or was made by the ledger itself, and can't be erased");
    }
  }

  private static void checkDecision(Decision decision, ConsentLedger ledger) throws IOException {
    if (decision.grant().isPresent()) {
      check(decision.grant().getAsLong(), LedgerEntry.Grant.class, ledger);
    }
  }

  private static void check(long number, Class<? extends LedgerEntry> kind, ConsentLedger ledger)
      throws IOException {
    Optional<RecordedEntry> found = ledger.find(number);
    if (found.isEmpty()) {
      throw missing(number, ledger);
    }
    if (found.get() instanceof RecordedEntry.Readable readable
        && !kind.isInstance(readable.entry())) {
      throw new IllegalArgumentException(
          "The entry " + number + " is no " + kind.getSimpleName() + ", which was expected there");
    }
  }

  private static IllegalArgumentException missing(long number, ConsentLedger ledger) {
    return new IllegalArgumentException(
        "There is no entry " + number + "; the ledger has " + ledger.size() + " entries");
  }

  private static IllegalArgumentException madeByTheLedger() {
    return new IllegalArgumentException("Entries of this kind are made by the ledger itself");
  }
}
