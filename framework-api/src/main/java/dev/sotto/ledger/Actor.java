package dev.sotto.ledger;

/** Who brought an entry about. */
public enum Actor {
  /** The person whose records these are. */
  PERSON,
  /** Sotto itself, by a rule, by a consent that the person gave before, or by the clock. */
  SOTTO
}
