package dev.sotto.securestore.confinement;

/**
 * What came of one probe.
 *
 * @param answer what the kernel or the Java library answered: the name of an error, or what was
 *     possible
 */
public record ProbeResult(ConfinementProbe probe, Outcome outcome, String answer) {
  /** Whether the attempt was refused. */
  public enum Outcome {
    REFUSED,
    /** It succeeded, or it failed for another reason than that this process may not. */
    POSSIBLE,
    /** The system has nothing of the kind, or the attempt could not be made. */
    NOT_AVAILABLE
  }

  @Override
  public String toString() {
    return "ProbeResult[probe=%s, outcome=%s]".formatted(probe, outcome);
  }
}
