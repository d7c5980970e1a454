package dev.sotto.application;

import dev.sotto.application.command.SottoCommand;
import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Surroundings;

/** Starts the command line. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    Surroundings surroundings = Surroundings.ofProcess();
    int status = SottoCommand.run(surroundings, Interruption.ofProcess(), arguments);
    surroundings.out().flush();
    surroundings.err().flush();
    System.exit(status);
  }
}
