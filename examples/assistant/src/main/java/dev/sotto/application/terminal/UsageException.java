package dev.sotto.application.terminal;

/** What was typed can't be done as it stands; the message says what to type instead. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
