package dev.sotto.ledger;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.RecordId;

/**
 * What stands in an entry for content that is not in it. Whoever can guess the content can confirm
 * the guess by its hash; therefore what is shown to others has salted references in their place.
 */
public interface References {
  /** Returns what stands for the bytes of a request whose hash this is. */
  Fingerprint payload(Fingerprint hash);

  /** Returns what stands for the text that was shown and whose hash this is. */
  Fingerprint shownText(Fingerprint hash);

  /** Returns what stands for a record. */
  RecordId record(RecordId id);
}
