package dev.sotto.consent;

import dev.sotto.record.Fingerprint;
import java.time.Duration;
import java.util.Optional;

/** What a person decided about a card. */
public sealed interface ConsentDecision {
  /**
   * Yes to the bytes with this hash, on this card.
   *
   * @param card the card's number
   * @param hash of the bytes that were shown
   * @param scope how far the yes reaches
   */
  record Yes(long card, Fingerprint hash, Scope scope) implements ConsentDecision {}

  /**
   * Another value, or none: a new card follows.
   *
   * @param field the field's name
   * @param text what the person typed; empty to leave the field out
   */
  record Edit(String field, Optional<String> text) implements ConsentDecision {
    @Override
    public String toString() {
      return "Edit[" + text.map(String::length).orElse(0) + " characters]";
    }
  }

  /** No. */
  record No() implements ConsentDecision {}

  /** There is nobody who could be asked: no. */
  record NobodyThere() implements ConsentDecision {}

  /** How far a yes reaches. */
  sealed interface Scope {
    /** This request, once. */
    record Once() implements Scope {}

    /**
     * Requests of this tool to this host for this purpose with no other classes of data, until the
     * person leaves.
     */
    record Sitting() implements Scope {}

    /**
     * The same beyond this sitting.
     *
     * @param lasting at most {@link StandingConsent#LONGEST}
     * @param mostPerDay at most {@link StandingConsent#MOST_PER_DAY} requests a day
     */
    record Standing(Duration lasting, int mostPerDay) implements Scope {}
  }
}
