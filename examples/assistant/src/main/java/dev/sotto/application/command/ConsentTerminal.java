package dev.sotto.application.command;

import dev.sotto.application.terminal.ConsentScreen;
import dev.sotto.application.terminal.TerminalKeys;
import dev.sotto.application.vault.Vault;
import dev.sotto.consent.ConsentPrompt;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The terminal at which a person is asked for consent; opened when the first card comes. Where none
 * belongs to this process there is nobody who could be asked.
 */
final class ConsentTerminal implements AutoCloseable {
  private final SottoCommand sotto;
  private final Vault vault;
  private @Nullable Terminal terminal;

  private ConsentTerminal(SottoCommand sotto, Vault vault) {
    this.sotto = sotto;
    this.vault = vault;
  }

  static ConsentTerminal of(SottoCommand sotto, Vault vault) {
    return new ConsentTerminal(sotto, vault);
  }

  /** Returns who asks. */
  ConsentPrompt prompt() {
    return sotto.surroundings().personPresent()
        ? card -> prompt(sotto, vault, open()).ask(card)
        : ConsentPrompt.NOBODY;
  }

  /** Returns a prompt on a terminal that is open. */
  static ConsentPrompt prompt(SottoCommand sotto, Vault vault, Terminal terminal) {
    return new ConsentScreen(
        sotto.surroundings().out(),
        sotto.style(),
        sotto.messages(),
        vault.profile().zone(),
        new TerminalKeys(terminal));
  }

  private Terminal open() {
    Terminal open = terminal;
    if (open == null) {
      try {
        open = TerminalBuilder.builder().system(true).dumb(true).build();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("The terminal could not be opened", e);
      }
      terminal = open;
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    if (terminal != null) {
      terminal.close();
    }
  }
}
