package dev.sotto.securestore.confinement;

/**
 * The system can't confine a process as asked. Nothing was started, or what had been started was
 * ended again; who asked decides whether to go on without.
 */
public final class ConfinementUnavailableException extends RuntimeException {
  private final ConfinementSupport support;

  ConfinementUnavailableException(ConfinementSupport support) {
    this("Processes can't be confined: " + support.missing(), support);
  }

  ConfinementUnavailableException(String message, ConfinementSupport support) {
    super(message + ". This is " + support.system());
    this.support = support;
  }

  /** Returns what the system offers. */
  public ConfinementSupport support() {
    return support;
  }
}
