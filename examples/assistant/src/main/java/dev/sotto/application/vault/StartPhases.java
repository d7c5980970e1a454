package dev.sotto.application.vault;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How long the phases of a command took, from its start to the question. Each begins where the one
 * before ended; the models load beside them. Only the first end of a phase counts. Safe for all
 * threads.
 */
public final class StartPhases {
  /** A phase, in the order in which they end. */
  public enum Phase {
    /** From the supervisor's start until it has started the vault. */
    SUPERVISOR,
    /** The vault's Java machine, until the first line of its program. */
    JAVA,
    /** Until it is sealed and the supervisor knows it. */
    CONFINEMENT,
    /** Reading the command line and the passphrase. */
    COMMAND,
    /** Making a key of the passphrase. */
    KEY_DERIVATION,
    /** Opening the store. */
    STORE,
    /** Opening the index. */
    INDEX,
    /** Loading the embedding models, beside the others. */
    EMBEDDING_MODELS,
    /** Loading the language model, beside the others. */
    LANGUAGE_MODEL
  }

  private final InstantSource clock;
  private final Instant begun;
  private final Map<Phase, Duration> took = new EnumMap<>(Phase.class);
  private Instant lastEnd;

  /**
   * @param clock tells the time
   * @param begun when the first phase began
   */
  public StartPhases(InstantSource clock, Instant begun) {
    this.clock = clock;
    this.begun = begun;
    this.lastEnd = begun;
  }

  /** Takes down that a phase ends now. */
  public void end(Phase phase) {
    end(phase, clock.instant());
  }

  /** Takes down when a phase ended. */
  public synchronized void end(Phase phase, Instant time) {
    if (took.putIfAbsent(phase, Duration.between(lastEnd, time)) == null) {
      lastEnd = time;
    }
  }

  /** Runs a phase that has its own thread. */
  void beside(Phase phase, Runnable work) {
    Boolean _ =
        beside(
            phase,
            () -> {
              work.run();
              return true;
            });
  }

  /** Runs a phase that has its own thread and returns what came of it. */
  <T> T beside(Phase phase, Supplier<T> work) {
    Instant before = clock.instant();
    T result = work.get();
    Duration duration = Duration.between(before, clock.instant());
    synchronized (this) {
      took.putIfAbsent(phase, duration);
    }
    return result;
  }

  /** Returns how long the phases took that have ended. */
  public synchronized Map<Phase, Duration> took() {
    return new EnumMap<>(took);
  }

  /** Returns the time since the first phase began. */
  public Duration sinceBegun() {
    return Duration.between(begun, clock.instant());
  }

  @Override
  public String toString() {
    return "StartPhases" + took();
  }
}
