package dev.sotto.application;

import dev.sotto.application.supervisor.Supervisor;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.securestore.confinement.ConfinementUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** The program that a person starts. Help and versions are told without starting others. */
final class SupervisorProcess {
  private static final Set<String> ASKS_FOR_HELP = Set.of("--help", "-h", "--version", "-V");

  private SupervisorProcess() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    if (arguments.length == 0
        || List.of(arguments).stream()
            .takeWhile(argument -> !argument.equals("--"))
            .anyMatch(ASKS_FOR_HELP::contains)) {
      Main.main(arguments);
      return;
    }
    int status;
    try {
      Supervisor.prepare();
      status =
          new Supervisor(System.getenv(), VaultProcess.class, Main.class).run(List.of(arguments));
    } catch (IOException | UncheckedIOException | ConfinementUnavailableException e) {
      Surroundings.ofProcess().err().println("sotto: " + e.getMessage());
      status = 1;
    }
    System.exit(status);
  }
}
