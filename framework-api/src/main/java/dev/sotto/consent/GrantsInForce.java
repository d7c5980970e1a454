package dev.sotto.consent;

import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.LedgerEntry.Grant;
import dev.sotto.ledger.LedgerEntry.GrantExtent;
import dev.sotto.ledger.RecordedEntry;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Holds kept consents against the ledger: one that the ledger doesn't know in just this extent, or
 * knows to have ended, is none. So whoever can write the consents, or put older ones back, gains
 * nothing without the ledger. Not safe for several threads.
 */
final class GrantsInForce {
  private static final int PAGE = 256;

  private final ConsentLedger ledger;
  private final Set<Long> ended = new HashSet<>();
  private long readFrom;
  private long readTo;

  GrantsInForce(ConsentLedger ledger) {
    this.ledger = ledger;
    this.readFrom = ledger.size();
    this.readTo = readFrom;
  }

  /** Returns whether the ledger has this consent and no word of its end. */
  boolean contains(StandingConsent consent) throws IOException {
    if (consent.number() < 0 || !isGranted(consent)) {
      return false;
    }
    read(Math.min(consent.number(), readFrom), readFrom);
    readFrom = Math.min(consent.number(), readFrom);
    long size = ledger.size();
    read(readTo, size);
    readTo = size;
    return !ended.contains(consent.number());
  }

  private boolean isGranted(StandingConsent consent) throws IOException {
    Optional<RecordedEntry> entry = ledger.find(consent.number());
    return entry.isPresent()
        && entry.get() instanceof RecordedEntry.Kept kept
        && kept.entry() instanceof Grant grant
        && grant.extent() == GrantExtent.STANDING
        && grant.tool().id().equals(consent.tool().value())
        && grant.tool().code().value().equals(consent.codeHash())
        && grant.host().equals(consent.host())
        && grant.purpose().equals(consent.purpose())
        && Set.copyOf(grant.dataClasses())
            .equals(Set.copyOf(DataClasses.words(consent.dataClasses())))
        && grant.time().equals(consent.given())
        && grant.expires().equals(Optional.of(consent.expires()))
        && grant.rate().filter(rate -> rate.requests() == consent.mostPerDay()).isPresent();
  }

  private void read(long from, long to) throws IOException {
    for (long at = from; at < to; at += PAGE) {
      for (RecordedEntry entry : ledger.entries(at, Math.min(at + PAGE, to))) {
        if (entry instanceof RecordedEntry.Kept kept) {
          if (kept.entry() instanceof LedgerEntry.Withdrawal withdrawal) {
            ended.add(withdrawal.grant());
          } else if (kept.entry() instanceof LedgerEntry.Expiry expiry) {
            ended.add(expiry.grant());
          }
        }
      }
    }
  }
}
