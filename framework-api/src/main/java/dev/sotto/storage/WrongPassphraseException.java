package dev.sotto.storage;

/** The passphrase or recovery code opens no key slot of this store. */
public final class WrongPassphraseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WrongPassphraseException(String message) {
    super(message);
  }
}
