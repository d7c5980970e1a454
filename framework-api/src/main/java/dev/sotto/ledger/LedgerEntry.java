package dev.sotto.ledger;

import dev.sotto.record.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that happened to a person's data or to their say over it. The fields are those of a
 * consent record of ISO/IEC TS 27560:2023 (purpose, data categories, recipient, event, time, actor,
 * method), and the evidence beside them. Immutable.
 */
public sealed interface LedgerEntry {
  /** Returns when it happened. */
  Instant time();

  /** Returns this with other references, where it has some. */
  default LedgerEntry with(References references) {
    return this;
  }

  /** The ledger began. It is the entry with the number 0 and stands there once. */
  record Started(Instant time) implements LedgerEntry {}

  /**
   * A request that was allowed and is about to be sent. It is in the ledger before the first byte
   * leaves. Without an {@link Outcome} it is unknown whether anything left.
   */
  record Intent(Instant time, Egress egress, Decision decision) implements LedgerEntry {
    @Override
    public LedgerEntry with(References references) {
      return new Intent(time, egress.with(references), decision);
    }
  }

  /**
   * What became of an intent.
   *
   * @param intent the number of the intent's entry
   * @param result what happened
   * @param sent the SHA-256 of the bytes that the courier wrote, by its own count, if it wrote any
   * @param sentBytes how many bytes the courier wrote
   * @param receivedBytes how many bytes came back
   * @param status the status code of the response, if one came
   * @param failure what failed, as a word such as {@code name-not-found}; empty if nothing did
   */
  record Outcome(
      Instant time,
      long intent,
      Result result,
      Optional<Fingerprint> sent,
      long sentBytes,
      long receivedBytes,
      OptionalInt status,
      String failure)
      implements LedgerEntry {
    public Outcome {
      Fields.count("intent", intent);
      Fields.count("sent-bytes", sentBytes);
      Fields.count("received-bytes", receivedBytes);
      Fields.text("failure", failure);
    }

    @Override
    public LedgerEntry with(References references) {
      return new Outcome(
          time,
          intent,
          result,
          sent.map(references::payload),
          sentBytes,
          receivedBytes,
          status,
          failure);
    }

    @Override
    public String toString() {
      return "Outcome[of %d, %s, %d bytes sent]".formatted(intent, result, sentBytes);
    }
  }

  /** What happened to a request. */
  enum Result {
    /** All bytes left, and a response came. */
    ANSWERED,
    /** Bytes may have left, and no whole response came. */
    FAILED,
    /** No byte left. */
    NOT_SENT
  }

  /**
   * A request that was not allowed. Nothing left.
   *
   * @param reason why, as a word such as {@code denied}
   */
  record Refusal(Instant time, Egress egress, Decision decision, String reason)
      implements LedgerEntry {
    public Refusal {
      Fields.required("reason", reason);
    }

    @Override
    public LedgerEntry with(References references) {
      return new Refusal(time, egress.with(references), decision, reason);
    }

    @Override
    public String toString() {
      return "Refusal[" + egress + ", " + decision + "]";
    }
  }

  /**
   * A consent to requests that will come.
   *
   * @param extent for how long
   * @param tool the code that may ask; other code needs another consent
   * @param host the recipient
   * @param purpose what for
   * @param dataClasses the classes of data that it covers
   * @param expires when it ends by itself, if it does
   * @param rate how often it may be used, if that is limited
   * @param shownText the SHA-256 of the text that the person was shown
   */
  record Grant(
      Instant time,
      GrantExtent extent,
      ToolIdentity tool,
      String host,
      String purpose,
      List<String> dataClasses,
      Optional<Instant> expires,
      Optional<Rate> rate,
      Fingerprint shownText,
      Decision decision)
      implements LedgerEntry {
    public Grant {
      Fields.required("host", host);
      Fields.required("purpose", purpose);
      dataClasses = Fields.texts("data-class", dataClasses);
    }

    @Override
    public LedgerEntry with(References references) {
      return new Grant(
          time,
          extent,
          tool,
          host,
          purpose,
          dataClasses,
          expires,
          rate,
          references.shownText(shownText),
          decision);
    }

    @Override
    public String toString() {
      return "Grant[%s, %d data classes, %s]".formatted(extent, dataClasses.size(), decision);
    }
  }

  /** For how long a consent holds. */
  enum GrantExtent {
    /** Until the store is locked. */
    SITTING,
    /** Until it expires or is withdrawn. */
    STANDING
  }

  /**
   * How often a consent may be used.
   *
   * @param requests at most so many requests
   * @param period in each stretch of this length
   */
  record Rate(int requests, Duration period) {
    public Rate {
      if (requests < 1 || period.isNegative() || period.isZero()) {
        throw new IllegalArgumentException("A rate is at least one request in some time");
      }
    }
  }

  /** A consent that was taken back. */
  record Withdrawal(Instant time, long grant, Decision decision) implements LedgerEntry {
    public Withdrawal {
      Fields.count("grant", grant);
    }
  }

  /** A consent that came to its end: its time was over, or the sitting was. */
  record Expiry(Instant time, long grant) implements LedgerEntry {
    public Expiry {
      Fields.count("grant", grant);
    }
  }

  /**
   * A rule of the person's that was changed.
   *
   * @param setting which
   * @param before its value before; empty if it had none
   * @param after its value from now on; empty if it has none
   */
  record PolicyChange(Instant time, String setting, String before, String after, Decision decision)
      implements LedgerEntry {
    public PolicyChange {
      Fields.required("setting", setting);
      Fields.text("before", before);
      Fields.text("after", after);
    }

    @Override
    public String toString() {
      return "PolicyChange[%s]".formatted(decision);
    }
  }

  /**
   * An archive of code that was added, replaced or taken away.
   *
   * @param change what was done
   * @param plugin what is there now; what was taken away, if it was
   * @param replaced the SHA-256 of the code that was there before, if some was
   */
  record PluginChange(
      Instant time,
      Change change,
      ToolIdentity plugin,
      Optional<Fingerprint> replaced,
      Decision decision)
      implements LedgerEntry {}

  /** What is done with an archive of code. */
  enum Change {
    INSTALLED,
    UPDATED,
    REMOVED
  }

  /**
   * The store was found to be older than it was last seen, and was accepted as it is.
   *
   * @param lastSeen the number of the last state that was seen
   * @param found the number of the state that was found
   */
  record StoreRestored(Instant time, long lastSeen, long found, Decision decision)
      implements LedgerEntry {
    public StoreRestored {
      Fields.count("last-seen", lastSeen);
      Fields.count("found", found);
    }
  }

  /**
   * The content of an entry was destroyed; that it stood there can still be proven.
   *
   * @param erased the number of the entry
   */
  record Erasure(Instant time, long erased, Decision decision) implements LedgerEntry {
    public Erasure {
      Fields.count("erased", erased);
    }
  }

  /**
   * The last write to the ledger was found unfinished and was dropped, as after a power cut.
   *
   * @param droppedBytes how many bytes
   */
  record Recovery(Instant time, long droppedBytes) implements LedgerEntry {
    public Recovery {
      Fields.count("dropped-bytes", droppedBytes);
    }
  }
}
