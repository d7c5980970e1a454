package dev.sotto.application.terminal;

import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.storage.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a passphrase comes from: the file that an option or {@code SOTTO_PASSPHRASE_FILE} names, or
 * the terminal, unseen. Never an argument or a variable, which other processes can read.
 */
public final class PassphraseEntry {
  private final Surroundings surroundings;
  private final Messages messages;
  private final @Nullable Path file;

  /**
   * @param file the file that the person named, if any
   */
  public PassphraseEntry(Surroundings surroundings, Messages messages, @Nullable Path file) {
    this.surroundings = surroundings;
    this.messages = messages;
    this.file =
        file != null
            ? file
            : surroundings.variable("SOTTO_PASSPHRASE_FILE").map(Path::of).orElse(null);
  }

  /**
   * Returns the passphrase of a store; the caller closes it.
   *
   * @throws UsageException if there is neither a file nor a terminal
   */
  public Passphrase existing() throws IOException {
    Path named = file;
    if (named != null) {
      return ofFile(named);
    }
    return new Passphrase(typed("passphrase.ask"));
  }

  /** Returns a passphrase for a new store, typed twice; the caller closes it. */
  public Passphrase chosen() throws IOException {
    return replacement(file);
  }

  /**
   * Returns a passphrase in place of another one; the caller closes it.
   *
   * @param named a file that holds it; where there is none it is typed twice
   */
  public Passphrase replacement(@Nullable Path named) throws IOException {
    return named != null ? ofFile(named) : typedTwice();
  }

  /**
   * Returns a recovery code; the caller closes it.
   *
   * @param named a file that holds it; where there is none it is typed
   * @throws UsageException if it can't be a code
   */
  public RecoveryCode recoveryCode(@Nullable Path named) throws IOException {
    try {
      if (named != null) {
        return RecoveryCode.fromFile(named);
      }
      char[] characters = typed("passphrase.askRecoveryCode");
      try {
        return RecoveryCode.parse(characters);
      } finally {
        Arrays.fill(characters, '\0');
      }
    } catch (IllegalArgumentException | StoreException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Passphrase typedTwice() {
    while (true) {
      char[] first = typed("passphrase.choose");
      char[] second = typed("passphrase.repeat");
      try {
        if (first.length == 0) {
          surroundings.err().println(messages.of("passphrase.empty"));
        } else if (!Arrays.equals(first, second)) {
          surroundings.err().println(messages.of("passphrase.differs"));
        } else {
          return new Passphrase(first.clone());
        }
      } finally {
        Arrays.fill(first, '\0');
        Arrays.fill(second, '\0');
      }
    }
  }

  private static Passphrase ofFile(Path named) throws IOException {
    try {
      return Passphrase.fromFile(named);
    } catch (StoreException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again where there is no terminal.
  private char[] typed(String key) {
    var console = System.console();
    if (!surroundings.personPresent() || console == null) {
      throw new UsageException(messages.of("passphrase.nowhere"));
    }
    char[] characters = console.readPassword("%s", messages.of(key));
    if (characters == null) {
      throw new UsageException(messages.of("passphrase.nowhere"));
    }
    return characters;
  }
}
