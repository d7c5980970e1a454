package dev.sotto.model;

/**
 * A model file that can't be used: damaged, cut off, or of a type that is not supported; the
 * message names which.
 */
public final class UnsupportedModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedModelException(String message) {
    super(message);
  }

  public UnsupportedModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
