package dev.sotto.consent;

/** A tool wished for a request that its manifest doesn't allow. The message holds no values. */
public final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public InvalidRequestException(String message) {
    super(message);
  }
}
