package dev.sotto.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The entries of one person's ledger, in the order in which they were appended. What was appended
 * is changed no more; its content can be destroyed, which is an entry too. Safe for all threads.
 *
 * <p>It shows changes to whoever remembers an earlier {@link #checkpoint}. It does not protect
 * against one who holds the person's keys and writes a whole new ledger for somebody who remembers
 * nothing.
 */
public interface ConsentLedger {
  /**
   * Appends an entry. When it returns, the entry is durable and signed; before that, what the entry
   * allows must not be done. When it throws, whether the entry is there is not known: nothing more
   * is appended until the ledger is opened again.
   *
   * @param entry what happened; its references are the true ones. An entry about another entry
   *     names one that is there; the ledger makes {@link LedgerEntry.Started}, {@link
   *     LedgerEntry.Erasure} and {@link LedgerEntry.Recovery} itself
   * @return its number
   * @throws IllegalArgumentException if it names an entry that is not there or not of that kind
   * @throws IOException if it could not be made durable
   */
  long append(LedgerEntry entry) throws IOException;

  /** Returns how many entries there are; at least one. */
  long size();

  /**
   * Reads an entry.
   *
   * @param number its number
   * @return nothing if there are fewer entries
   * @throws dev.sotto.storage.TamperedFileException if it is not what was appended
   */
  Optional<RecordedEntry> find(long number) throws IOException;

  /**
   * Reads entries, oldest first.
   *
   * @param from the number of the first
   * @param to the number after the last; as many as there are is enough
   * @throws dev.sotto.storage.TamperedFileException if one of them is not what was appended
   */
  List<RecordedEntry> entries(long from, long to) throws IOException;

  /**
   * Destroys the content of an entry and appends that it did. Outcomes, withdrawals and expiries of
   * it keep their own content.
   *
   * @param number an entry that is there, can be read, and was not made by the ledger itself
   * @return the number of the entry that says so
   * @throws IllegalArgumentException if it is not such an entry
   */
  long erase(long number, Decision decision) throws IOException;

  /** Returns the newest checkpoint. */
  Checkpoint checkpoint();

  /**
   * Returns the public key that checkpoints are signed with, as a {@code signed-note} verifier key:
   * name, id and key, joined by plus signs.
   */
  String verifierKey();

  /**
   * Returns a proof that an entry is in the ledger, as a C2SP {@code tlog-proof} whose extra data
   * discloses the entry with salted references.
   *
   * @throws IllegalArgumentException if there is no such entry
   */
  String prove(long number) throws IOException;

  /**
   * Returns a proof that the ledger has only grown at its end since it had fewer entries, in the
   * form in which C2SP {@code tlog-witness} is sent it. It discloses no entry.
   *
   * @param oldSize how many entries a remembered checkpoint has
   * @throws IllegalArgumentException if that is less than one or more than there are
   */
  String proveGrowth(long oldSize) throws IOException;

  /**
   * Writes all entries with salted references, what opens their commitments, and the newest
   * checkpoint, for a verifier that knows nothing of the store. See {@code
   * docs/format/ledger-v1.md}.
   */
  void export(OutputStream out) throws IOException;

  /**
   * Reads everything and checks it against the signed checkpoint.
   *
   * @return how many entries were read
   * @throws dev.sotto.storage.TamperedFileException if something is not what was appended
   */
  long verify() throws IOException;
}
