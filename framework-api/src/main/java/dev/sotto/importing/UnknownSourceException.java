package dev.sotto.importing;

/** No importer takes a path, or no source has a name. */
public final class UnknownSourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownSourceException(String message) {
    super(message);
  }
}
