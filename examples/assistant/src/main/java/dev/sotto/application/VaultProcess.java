package dev.sotto.application;

import dev.sotto.application.agent.AgentListener;
import dev.sotto.application.command.SottoCommand;
import dev.sotto.application.supervisor.SeparateProcesses;
import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.vault.StartPhases;
import dev.sotto.securestore.confinement.Allowance;
import dev.sotto.securestore.confinement.ProcessHardening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The program of the process that talks with the person and holds the keys. It was confined before
 * its first instruction; here it gives up what it needed until then.
 */
final class VaultProcess {
  private static final int ARGUMENTS_OF_THE_SUPERVISOR = 3;

  private VaultProcess() {}

  /**
   * Runs the process.
   *
   * @param arguments the supervisor's process number, the pipe to read, the pipe to write, and the
   *     person's own arguments
   */
  public static void main(String[] arguments) {
    StartPhases phases = SeparateProcesses.phasesUntilNow();
    ProcessHardening.apply();
    if (!ProcessHardening.dieWith(Long.parseLong(arguments[0]))) {
      Runtime.getRuntime().halt(1);
    }
    String[] own = Arrays.copyOfRange(arguments, ARGUMENTS_OF_THE_SUPERVISOR, arguments.length);
    Surroundings given = Surroundings.ofProcess();
    Surroundings surroundings = given.with(SeparateProcesses.withoutToken(given.variables()));
    int status;
    try (AgentListener listener = AgentListener.ofThisProcess();
        SeparateProcesses processes =
            sealed(arguments, given, surroundings, phases, Optional.ofNullable(listener))) {
      phases.end(StartPhases.Phase.CONFINEMENT);
      status = SottoCommand.run(surroundings, Interruption.ofProcess(), processes, own);
    } catch (IOException e) {
      surroundings.err().println("sotto: " + e.getMessage());
      status = 1;
    }
    surroundings.out().flush();
    surroundings.err().flush();
    System.exit(status);
  }

  private static SeparateProcesses sealed(
      String[] arguments,
      Surroundings given,
      Surroundings surroundings,
      StartPhases phases,
      Optional<AgentListener> listener)
      throws IOException {
    ProcessHardening.seal(
        listener.isPresent() ? Set.of(Allowance.LISTEN_ON_UNIX_SOCKETS) : Set.of());
    return SeparateProcesses.connect(
        Path.of(arguments[1]),
        Path.of(arguments[2]),
        given.variables(),
        surroundings.userHome(),
        surroundings.random(),
        phases,
        listener);
  }
}
