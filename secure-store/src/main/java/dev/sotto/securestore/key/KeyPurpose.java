package dev.sotto.securestore.key;

/** What a data key encrypts. */
public enum KeyPurpose {
  /** The files of one epoch of the search index. */
  INDEX,
  /** The original records of one source. */
  SOURCE,
  /** The catalogue of records. */
  CATALOGUE,
  /** The small sealed documents. */
  DOCUMENTS,
  /** The keys of the ledger's entries. */
  LEDGER,
  /** Backups; derived from the master key and never in the table. */
  BACKUP
}
