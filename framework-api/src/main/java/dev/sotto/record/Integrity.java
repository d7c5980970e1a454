package dev.sotto.record;

/**
 * Who could have written a text. Unlabelled text is {@link #EXTERNAL}. Ordered from most to least
 * trusted.
 */
public enum Integrity {
  /** Typed by the person just now. */
  TYPED,
  /** The person's own records. */
  OWN,
  /** Anything that others could have written, mail above all. */
  EXTERNAL;

  /** Returns the less trusted of both: what a text made from both may claim. */
  public Integrity join(Integrity other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
