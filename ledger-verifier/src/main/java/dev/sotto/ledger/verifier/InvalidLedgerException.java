package dev.sotto.ledger.verifier;

/** What was checked is not what it says that it is: changed, forged, or of an unknown form. */
public final class InvalidLedgerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String finding;

  InvalidLedgerException(Reason reason, String finding) {
    super(finding);
    this.reason = reason;
    this.finding = finding;
  }

  /** Why something is not accepted. */
  public enum Reason {
    /** The file has not the form of an export or proof, or is larger than any can be. */
    MALFORMED,
    /** A signature, key or hash does not fit what it stands for. */
    FORGED,
    /** A remembered checkpoint says something else than the file. */
    CONTRADICTS_REMEMBERED,
    /** The entries contradict one another. */
    CONTRADICTS_ITSELF
  }

  /** Returns why it is not accepted. */
  public Reason reason() {
    return reason;
  }

  /** Returns what does not fit, without content. */
  public String finding() {
    return finding;
  }

  static InvalidLedgerException malformed(String finding) {
    return new InvalidLedgerException(Reason.MALFORMED, finding);
  }

  static InvalidLedgerException forged(String finding) {
    return new InvalidLedgerException(Reason.FORGED, finding);
  }
}
