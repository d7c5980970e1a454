package dev.sotto.ledger;

/** By what means a decision was made. */
public enum Method {
  /** A fresh key press on the terminal that unlocked the store. */
  KEY_PRESS,
  /** A control of the page that unlocked the store. */
  PAGE,
  /** A command that the person gave. */
  COMMAND,
  /** A consent for this sitting, given before. */
  SITTING_GRANT,
  /** A standing consent, given before. */
  STANDING_GRANT,
  /** A rule that nobody can waive, as that {@code LOCAL_ONLY} never leaves. */
  RULE,
  /** Nobody was there to be asked. */
  ABSENCE,
  /** A moment that was set before had come. */
  CLOCK
}
