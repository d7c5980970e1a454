package dev.sotto.ledger;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.RecordId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ledger in memory for tests. Its checkpoints and proofs have the outer form of real ones and
 * prove nothing; its references are salted with a constant. Appending can be made to fail. Safe for
 * all threads.
 */
public final class InMemoryConsentLedger implements ConsentLedger {
  private static final References SALTED =
      new References() {
        @Override
        public Fingerprint payload(Fingerprint hash) {
          return LedgerEntries.hash("salted payload " + hash.value());
        }

        @Override
        public Fingerprint shownText(Fingerprint hash) {
          return LedgerEntries.hash("salted text " + hash.value());
        }

        @Override
        public RecordId record(RecordId id) {
          return new RecordId(
              LedgerEntries.hash("salted record " + id.value()).value().substring(32));
        }
      };

  private final Clock clock;
  private final List<RecordedEntry> entries = new ArrayList<>();
  private boolean failing;

  /**
   * Creates a ledger that has begun.
   *
   * @param clock gives the time of entries that the ledger makes itself
   */
  public InMemoryConsentLedger(Clock clock) {
    this.clock = clock;
    add(new LedgerEntry.Started(clock.instant()));
  }

  /** Lets every append fail from now on, as on a full disk. */
  public synchronized void failFromNowOn() {
    failing = true;
  }

  @Override
  public synchronized long append(LedgerEntry entry) throws IOException {
    if (failing) {
      throw new IOException("The ledger could not be written");
    }
    EntryOrder.check(entry, this);
    return add(entry);
  }

  @Override
  public synchronized long size() {
    return entries.size();
  }

  @Override
  public synchronized Optional<RecordedEntry> find(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("An entry's number is not negative");
    }
    return number < entries.size() ? Optional.of(entries.get((int) number)) : Optional.empty();
  }

  @Override
  public synchronized List<RecordedEntry> entries(long from, long to) {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("Entries go from one number to a later one");
    }
    int end = (int) Math.min(to, entries.size());
    return from >= end ? List.of() : List.copyOf(entries.subList((int) from, end));
  }

  @Override
  public synchronized long erase(long number, Decision decision) throws IOException {
    EntryOrder.checkErasable(number, this);
    entries.set((int) number, new RecordedEntry.Erased(number));
    return add(new LedgerEntry.Erasure(clock.instant(), number, decision));
  }

  @Override
  public synchronized Checkpoint checkpoint() {
    return new Checkpoint(
        entries.size(), "in-memory\n" + entries.size() + "\nnone\n\nnot signed\n");
  }

  @Override
  public String verifierKey() {
    return "in-memory+00000000+none";
  }

  @Override
  public synchronized String prove(long number) {
    if (number < 0 || number >= entries.size()) {
      throw new IllegalArgumentException("There is no entry " + number);
    }
    return "c2sp.org/tlog-proof@v1\nindex " + number + "\n\n" + checkpoint().note();
  }

  @Override
  public synchronized String proveGrowth(long oldSize) {
    if (oldSize < 1 || oldSize > entries.size()) {
      throw new IllegalArgumentException("The ledger never had " + oldSize + " entries");
    }
    return "old " + oldSize + "\n\n" + checkpoint().note();
  }

  @Override
  public synchronized void export(OutputStream out) throws IOException {
    out.write("sotto-ledger-bundle@v1\n".getBytes(StandardCharsets.UTF_8));
    for (RecordedEntry entry : entries) {
      out.write((entry + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public synchronized long verify() {
    return entries.size();
  }

  private long add(LedgerEntry entry) {
    long number = entries.size();
    entries.add(new RecordedEntry.Kept(number, entry, entry.with(SALTED)));
    return number;
  }
}
