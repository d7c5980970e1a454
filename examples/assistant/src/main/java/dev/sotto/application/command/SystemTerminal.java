package dev.sotto.application.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that belongs to this process, opened when it is first needed. Signals stay with who
 * has them. Safe for all threads.
 */
final class SystemTerminal implements AutoCloseable {
  private static final String ORDINARY = "ansi";

  private @Nullable Terminal terminal;

  /**
   * Returns what opens it. What kinds of terminal can do is looked up by another program, which a
   * sealed process can't start; one that is not known without is taken for an ordinary one.
   */
  static TerminalBuilder builder() {
    TerminalBuilder builder = TerminalBuilder.builder().system(true).dumb(true);
    String kind = Objects.requireNonNullElse(System.getenv("TERM"), Terminal.TYPE_DUMB);
    return InfoCmp.getLoadedInfoCmp(kind) == null ? builder.type(ORDINARY) : builder;
  }

  /** Returns the terminal, which stays this one's. */
  synchronized Terminal open() {
    Terminal open = terminal;
    if (open == null) {
      try {
        open = builder().nativeSignals(false).build();
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
