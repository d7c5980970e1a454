package dev.sotto.application.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that belongs to this process, opened when it is first needed. Signals stay with who
 * has them. Safe for all threads.
 */
final class SystemTerminal implements AutoCloseable {
  private @Nullable Terminal terminal;

  /** Returns the terminal, which stays this one's. */
  synchronized Terminal open() {
    Terminal open = terminal;
    if (open == null) {
      try {
        open = TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build();
      } catch (IOException e) {
        throw new UncheckedIOException("The terminal could not be opened", e);
      }
      terminal = open;
    }
    return open;
  }

  @Override
  public synchronized void close() throws IOException {
    if (terminal != null) {
      terminal.close();
      terminal = null;
    }
  }

  @Override
  public String toString() {
    return "SystemTerminal[]";
  }
}
