package dev.sotto.securestore.confinement;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to be started in a confinement. It gets these arguments, these variables and three
 * streams, and nothing of this process beside them.
 *
 * @param arguments the program, by its absolute path since nothing is searched for, and its
 *     arguments
 * @param environment all its variables; none are inherited
 * @param folder its working folder
 */
public record ConfinedCommand(
    List<String> arguments,
    Map<String, String> environment,
    Path folder,
    StandardStream input,
    StandardStream output,
    StandardStream error) {

  public ConfinedCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException(
          "A command has no arguments; the first one is the program");
    }
    if (environment.keySet().stream().anyMatch(name -> name.isEmpty() || name.contains("="))) {
      throw new IllegalArgumentException("The name of a variable was empty or held a '='");
    }
  }

  /** Returns the command with an empty input and the output and errors of this process. */
  public static ConfinedCommand of(
      List<String> arguments, Map<String, String> environment, Path folder) {
    return new ConfinedCommand(
        arguments,
        environment,
        folder,
        StandardStream.EMPTY,
        StandardStream.INHERITED,
        StandardStream.INHERITED);
  }

  /** Returns the command with other streams. */
  public ConfinedCommand with(StandardStream in, StandardStream out, StandardStream err) {
    return new ConfinedCommand(arguments, environment, folder, in, out, err);
  }

  @Override
  public String toString() {
    return "ConfinedCommand[arguments=%d, environment=%d, input=%s, output=%s, error=%s]"
        .formatted(arguments.size(), environment.size(), input, output, error);
  }
}
