package dev.sotto.application.agent;

import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Surroundings;
import java.util.List;

/** Runs a command in the agent; called by several threads at once. */
@FunctionalInterface
public interface CommandRunner {
  /**
   * Runs a command to its end and returns its exit status.
   *
   * @param surroundings where it writes to and reads from; nobody is there who could be asked for
   *     consent
   * @param interruption asked to stop it
   * @param arguments the person's
   */
  int run(Surroundings surroundings, Interruption interruption, List<String> arguments);
}
