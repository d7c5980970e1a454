package dev.sotto.application.supervisor;

import dev.sotto.application.agent.AgentClient;
import dev.sotto.application.agent.AgentPlace;
import dev.sotto.application.agent.CommandWords;
import dev.sotto.securestore.confinement.ConfinedCommand;
import dev.sotto.securestore.confinement.ConfinedLauncher;
import dev.sotto.securestore.confinement.ConfinedProcess;
import dev.sotto.securestore.confinement.Confinement;
import dev.sotto.securestore.confinement.ProcessEnd;
import dev.sotto.securestore.confinement.StandardStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.utils.Signals;

/**
 * Starts a supervisor that stays when the person's shell goes on. It has a session of its own and
 * the person's terminal until its vault is unlocked; then this process ends and the other one lets
 * go of the terminal. Until then Ctrl-C is passed on, and the other one dies with this one.
 */
public final class BackgroundStart {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Map<String, String> variables;
  private final Class<?> program;

  /**
   * @param variables environment variables
   * @param program the program of a supervisor
   */
  public BackgroundStart(Map<String, String> variables, Class<?> program) {
    this.variables = variables;
    this.program = program;
  }

  /**
   * Starts it, and waits until it is unlocked.
   *
   * @return 0, or the exit status with which it has ended before
   */
  public int run(List<String> arguments) throws IOException {
    AgentPlace place =
        AgentPlace.make(VaultLaunch.locations(new CommandWords(arguments), variables), variables);
    ConfinedProcess supervisor =
        new ConfinedLauncher()
            .start(
                new ConfinedCommand(
                    VaultLaunch.supervisorCommand(
                        program.getName(), List.of(Launcher.option()), arguments),
                    variables,
                    Path.of("").toAbsolutePath(),
                    StandardStream.INHERITED,
                    StandardStream.INHERITED,
                    StandardStream.INHERITED),
                Confinement.none());
    Signals.register("INT", supervisor::interrupt);
    Signals.register("TERM", supervisor::interrupt);
    Signals.register("TSTP", () -> {});
    try {
      Optional<ProcessEnd> end = supervisor.waitFor(BETWEEN_LOOKS);
      while (end.isEmpty()) {
        Optional<AgentClient> agent = AgentClient.find(place);
        if (agent.isPresent()) {
          agent.get().close();
          return 0;
        }
        end = supervisor.waitFor(BETWEEN_LOOKS);
      }
      return Supervisor.status(end.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      supervisor.close();
      return Supervisor.KILLED;
    }
  }

  @Override
  public String toString() {
    return "BackgroundStart[]";
  }
}
