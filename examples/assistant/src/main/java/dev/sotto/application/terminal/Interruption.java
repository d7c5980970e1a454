package dev.sotto.application.terminal;

import dev.sotto.model.Cancellation;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * Ctrl-C and termination: the first asks the work to stop at its next safe point, the second ends
 * the process at once. What is stored is consistent either way.
 */
public final class Interruption implements Cancellation {
  /** The exit status of a program that was interrupted, by convention of shells. */
  public static final int EXIT_STATUS = 130;

  private final AtomicBoolean requested = new AtomicBoolean();

  /** Listens to the process's signals from now on. */
  public static Interruption ofProcess() {
    Interruption interruption = new Interruption();
    Signals.register("INT", interruption::raise);
    Signals.register("TERM", interruption::raise);
    return interruption;
  }

  /** Asks to stop, as the person's first Ctrl-C does; ends the process when asked again. */
  public void raise() {
    if (requested.getAndSet(true)) {
      Runtime.getRuntime().halt(EXIT_STATUS);
    }
  }

  /** Forgets an earlier request, so that the next question can be asked. */
  public void clear() {
    requested.set(false);
  }

  @Override
  public boolean requested() {
    return requested.get();
  }
}
