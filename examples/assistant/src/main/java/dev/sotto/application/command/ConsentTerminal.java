package dev.sotto.application.command;

import dev.sotto.application.terminal.ConsentScreen;
import dev.sotto.application.terminal.TerminalKeys;
import dev.sotto.application.vault.Vault;
import dev.sotto.consent.ConsentPrompt;
import java.io.IOException;
import java.util.Optional;
import org.jline.terminal.Terminal;

/**
 * Where a person is asked for consent: at the terminal of this process; for a command of another
 * process at the terminal where the store is kept open, if there is one; else nowhere.
 */
final class ConsentTerminal implements AutoCloseable {
  private final SottoCommand sotto;
  private final Vault vault;
  private final SystemTerminal terminal = new SystemTerminal();

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
        ? card -> prompt(sotto, vault, terminal.open()).ask(card)
        : sotto.promptElsewhere(vault);
  }

  /** Returns a prompt on a terminal that is open. */
  static ConsentPrompt prompt(SottoCommand sotto, Vault vault, Terminal terminal) {
    return new ConsentScreen(
        sotto.surroundings().out(),
        sotto.style(),
        sotto.messages(),
        vault.profile().zone(),
        new TerminalKeys(terminal),
        Optional.empty());
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
