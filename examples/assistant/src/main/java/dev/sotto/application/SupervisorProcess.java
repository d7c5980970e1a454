package dev.sotto.application;

import dev.sotto.application.agent.AgentClient;
import dev.sotto.application.agent.CommandWords;
import dev.sotto.application.supervisor.BackgroundStart;
import dev.sotto.application.supervisor.Launcher;
import dev.sotto.application.supervisor.Supervisor;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.vault.Locations;
import dev.sotto.securestore.confinement.ConfinementUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jline.utils.Signals;

/**
 * The program that a person starts. Help and versions are told without starting others; what can
 * run in an agent that is there runs there; all else by a supervisor, which this process is then.
 */
final class SupervisorProcess {
  private static final Set<String> ASKS_FOR_HELP = Set.of("--help", "-h", "--version", "-V");
  private static final Set<String> ABOUT_THE_AGENT = Set.of("lock", "status");

  /** Need the store to themselves, and can't have it while an agent keeps it open. */
  private static final Set<String> NEED_IT_LOCKED = Set.of("passphrase", "eval");

  private static final int STORE_IN_USE = 5;

  private final Surroundings surroundings;
  private final CommandWords words;

  private SupervisorProcess(Surroundings surroundings, CommandWords words) {
    this.surroundings = surroundings;
    this.words = words;
  }

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    CommandWords words = new CommandWords(List.of(arguments));
    if (arguments.length == 0
        || words.arguments().stream()
            .takeWhile(argument -> !argument.equals("--"))
            .anyMatch(ASKS_FOR_HELP::contains)
        || ABOUT_THE_AGENT.contains(words.command())) {
      Main.main(arguments);
      return;
    }
    Supervisor.prepare();
    Surroundings surroundings = Surroundings.ofProcess(Clock.systemUTC());
    int status;
    try {
      status = new SupervisorProcess(surroundings, words).run();
    } catch (IOException | UncheckedIOException | ConfinementUnavailableException e) {
      Surroundings.ofProcess().err().println("sotto: " + e.getMessage());
      status = 1;
    }
    System.exit(status);
  }

  private int run() throws IOException {
    boolean unlocks = words.command().equals(Supervisor.UNLOCK);
    boolean needsItLocked =
        NEED_IT_LOCKED.contains(words.command()) && words.option("--life").isEmpty();
    if (unlocks || needsItLocked || AgentClient.serves(words.command())) {
      Optional<AgentClient> agent = agent(unlocks);
      if (agent.isPresent()) {
        try (AgentClient client = agent.get()) {
          return unlocks
              ? Main.run(surroundings, words.arguments().toArray(String[]::new))
              : needsItLocked ? say("agent.inTheWay", STORE_IN_USE) : by(client);
        }
      }
    }
    if (unlocks && !words.has("--foreground") && !Launcher.isThere()) {
      return new BackgroundStart(surroundings.variables(), SupervisorProcess.class)
          .run(words.arguments());
    }
    return new Supervisor(
            surroundings.variables(),
            VaultProcess.class,
            Main.class,
            CourierProcess.class,
            Launcher.ofThisProcess(() -> Runtime.getRuntime().halt(1)))
        .run(words.arguments());
  }

  private Optional<AgentClient> agent(boolean needed) throws IOException {
    try {
      return AgentClient.find(
          Locations.of(
              words.option("--home").map(Path::of).orElse(null),
              surroundings.variables(),
              surroundings.userHome()),
          surroundings.variables());
    } catch (IOException e) {
      if (needed) {
        throw e;
      }
      surroundings.err().println("sotto: " + e.getMessage());
      return Optional.empty();
    }
  }

  private int say(String message, int status) {
    Messages messages =
        words
            .option("--lang")
            .map(Messages::forLanguage)
            .orElseGet(() -> Messages.of(surroundings));
    surroundings.err().println("sotto: " + messages.of(message));
    return status;
  }

  private int by(AgentClient client) throws IOException {
    OptionalInt status =
        client.run(
            words.arguments(),
            surroundings,
            cancel -> {
              Signals.register("INT", cancel);
              Signals.register("TERM", cancel);
            });
    return status.isPresent() ? status.getAsInt() : say("agent.ended", 1);
  }
}
