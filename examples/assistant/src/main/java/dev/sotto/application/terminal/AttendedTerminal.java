package dev.sotto.application.terminal;

import dev.sotto.consent.CardLimit;
import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.ConsentDecision;
import dev.sotto.consent.ConsentPrompt.Asked;
import dev.sotto.consent.GateLimits;
import dev.sotto.ledger.Method;
import dev.sotto.model.Cancellation;
import dev.sotto.record.Fingerprint;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The terminal at which a person unlocked the store and keeps it open. There they are asked about
 * requests of commands that run in other processes: a command can ask for a card here, and can't
 * answer it, since keys are read from this terminal and from nothing that a command sends. One card
 * at a time; all commands together may show as many as one alone. Safe for all threads.
 *
 * <p>It does not tell who sits before this terminal, nor which program asks: the card says that it
 * was another process.
 */
public final class AttendedTerminal {
  private static final long LOOK_MILLIS = 200;

  private final Surroundings own;
  private final Messages messages;
  private final Function<Cancellation, ConsentKeys> keys;
  private final CardLimit limit;
  private final ReentrantLock turns = new ReentrantLock(true);

  /**
   * @param own those of the process that keeps the store open
   * @param keys reads keys from its terminal until that is called off
   */
  public AttendedTerminal(
      Surroundings own, Messages messages, Function<Cancellation, ConsentKeys> keys) {
    this.own = own;
    this.messages = messages;
    this.keys = keys;
    this.limit = new CardLimit(GateLimits.DEFAULT, own.clock());
  }

  /** Returns how often all commands together may ask; shared by their gates. */
  public CardLimit limit() {
    return limit;
  }

  /** Returns whether a card is shown, or waits to be. */
  public boolean isAsking() {
    return turns.isLocked();
  }

  /**
   * Asks about a request of a command of another process.
   *
   * @param zone in which days are written
   * @param cancellation the command's; ends the asking, and then it is a no
   */
  public Asked ask(ConsentCard card, ZoneId zone, Cancellation cancellation) {
    if (!hasTurn(cancellation)) {
      return new Asked(new ConsentDecision.NobodyThere(), Method.ABSENCE, Fingerprint.of());
    }
    try {
      Asked asked =
          new ConsentScreen(
                  own.out(),
                  Style.of(own),
                  messages,
                  zone,
                  keys.apply(cancellation),
                  Optional.of(messages.of("consent.fromElsewhere")))
              .ask(card);
      if (cancellation.requested()) {
        own.out().println(messages.of("consent.calledOff"));
      }
      return asked;
    } finally {
      turns.unlock();
    }
  }

  private boolean hasTurn(Cancellation cancellation) {
    long end = System.nanoTime() + ConsentScreen.PATIENCE.toNanos();
    try {
      while (System.nanoTime() < end && !cancellation.requested()) {
        if (turns.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Override
  public String toString() {
    return "AttendedTerminal[" + (turns.isLocked() ? "asking" : "quiet") + "]";
  }
}
