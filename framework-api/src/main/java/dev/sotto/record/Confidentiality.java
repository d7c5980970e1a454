package dev.sotto.record;

/**
 * How far a text may travel. Unlabelled text is {@link #PERSONAL}. Ordered from least to most
 * confidential.
 */
public enum Confidentiality {
  PUBLIC,
  PERSONAL,
  SENSITIVE,
  /** Never leaves this computer, whoever consents. */
  LOCAL_ONLY;

  /** Returns the more confidential of both: what a text made from both must keep. */
  public Confidentiality join(Confidentiality other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
