package dev.sotto.storage;

/**
 * The store can't do what was asked: not there, already there, in use by another process, of a
 * newer format.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
