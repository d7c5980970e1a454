package dev.sotto.application.terminal;

import dev.sotto.model.Cancellation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * Ctrl-C and termination: the first asks the work to stop at its next safe point, the second ends
 * the process at once. What is stored is consistent either way, and what is temporary is deleted.
 */
public final class Interruption implements Cancellation {
  /** The exit status of a program that was interrupted, by convention of shells. */
  public static final int EXIT_STATUS = 130;

  private final AtomicBoolean requested = new AtomicBoolean();
  private final Set<Runnable> endings = ConcurrentHashMap.newKeySet();
  private final Runnable halt;

  /** Creates one that ends the process when asked twice. */
  public Interruption() {
    this(() -> Runtime.getRuntime().halt(EXIT_STATUS));
  }

  /**
   * @param halt ends the process; does not return then
   */
  Interruption(Runnable halt) {
    this.halt = halt;
  }

  /** Takes the end of the terminal's session for a request too, from now on. */
  public void listenToHangUp() {
    Signals.register("HUP", this::raise);
  }

  /** Returns one for a command beside others in a process, which goes on when asked twice. */
  public static Interruption ofCommand() {
    return new Interruption(() -> {});
  }

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
      try {
        endings.forEach(Runnable::run);
      } finally {
        halt.run();
      }
    }
  }

  /** Ends the process at once, as two requests do. */
  public void end() {
    requested.set(true);
    raise();
  }

  /** Before the process is ended at once, runs this too; until the returned object is closed. */
  public Ending beforeEnd(Runnable ending) {
    endings.add(ending);
    return () -> endings.remove(ending);
  }

  /** Something to be done before the process ends at once. */
  public interface Ending extends AutoCloseable {
    /** Forgets it. */
    @Override
    void close();
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
