package dev.sotto.ledger;

/** An entry as it stands in the ledger. */
public sealed interface RecordedEntry {
  /** Returns its number: 0 for the first. */
  long number();

  /**
   * An entry that can be read.
   *
   * @param entry what was appended
   * @param salted the same with salted references, as it may be shown to others
   */
  record Readable(long number, LedgerEntry entry, LedgerEntry salted) implements RecordedEntry {}

  /** An entry whose content was destroyed. */
  record Erased(long number) implements RecordedEntry {}
}
