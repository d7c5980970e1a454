package dev.sotto.consent;

import dev.sotto.ledger.Method;
import dev.sotto.record.Fingerprint;

/**
 * Asks the person who is there. Called by one thread at a time.
 *
 * <p>An implementation shows all of the card, drops what was typed before it was shown, and takes
 * silence, the end of input and anything unclear for a no.
 */
@FunctionalInterface
public interface ConsentPrompt {
  /** Nobody is there. */
  ConsentPrompt NOBODY =
      card -> new Asked(new ConsentDecision.NobodyThere(), Method.ABSENCE, Fingerprint.of());

  /** Asks, and waits for the decision. */
  Asked ask(ConsentCard card);

  /**
   * A decision, and how it came about.
   *
   * @param decision what was decided
   * @param method by what means
   * @param shownText SHA-256 of the text that was shown
   */
  record Asked(ConsentDecision decision, Method method, Fingerprint shownText) {}
}
