package dev.sotto.application.supervisor;

import dev.sotto.application.command.SottoCommand;
import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.process.ChannelToken;
import dev.sotto.securestore.confinement.Allowance;
import dev.sotto.securestore.confinement.ConfinementProbes;
import dev.sotto.securestore.confinement.ProcessHardening;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    ProcessHardening.apply();
    if (!ProcessHardening.dieWith(Long.parseLong(arguments[0]))) {
      Runtime.getRuntime().halt(1);
    }
    String[] own = Arrays.copyOfRange(arguments, ARGUMENTS_OF_THE_SUPERVISOR, arguments.length);
    ProcessHardening.seal(allowances(List.of(own)));
    Surroundings given = Surroundings.ofProcess();
    Surroundings surroundings = given.with(withoutToken(given.variables()));
    int status;
    try (SupervisorConnection supervisor =
        SupervisorConnection.open(
            Path.of(arguments[1]),
            Path.of(arguments[2]),
            ChannelToken.parse(given.variables().getOrDefault(VaultLaunch.TOKEN_VARIABLE, "")),
            new SecureRandom())) {
      Processes processes =
          new SeparateProcesses(
              supervisor,
              new ConfinementProbes(
                  surroundings.userHome(),
                  Path.of(System.getProperty(VaultLaunch.OUTSIDE_PROPERTY, "/"))));
      status = SottoCommand.run(surroundings, Interruption.ofProcess(), processes, own);
    } catch (IOException e) {
      surroundings.err().println("sotto: " + e.getMessage());
      status = 1;
    }
    surroundings.out().flush();
    surroundings.err().flush();
    System.exit(status);
  }

  private static Set<Allowance> allowances(List<String> arguments) {
    Set<Allowance> allowances = EnumSet.noneOf(Allowance.class);
    if (arguments.contains("--watch")) {
      allowances.add(Allowance.WATCH_FOLDERS);
    }
    return allowances;
  }

  private static Map<String, String> withoutToken(Map<String, String> variables) {
    Map<String, String> rest = new HashMap<>(variables);
    rest.remove(VaultLaunch.TOKEN_VARIABLE);
    return rest;
  }
}
