package dev.sotto.application;

import dev.sotto.application.command.SottoCommand;
import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Surroundings;

/** Starts the command line. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(Surroundings.ofProcess(), arguments));
  }

  /** Runs one command and returns its exit status. */
  static int run(Surroundings surroundings, String... arguments) {
    int status = SottoCommand.run(surroundings, Interruption.ofProcess(), arguments);
    surroundings.out().flush();
    surroundings.err().flush();
    return status;
  }
}
