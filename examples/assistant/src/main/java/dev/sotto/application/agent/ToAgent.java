package dev.sotto.application.agent;

import java.util.List;
import java.util.Map;

/** What a client says to the agent. */
sealed interface ToAgent {
  /**
   * Run a command. The first message of a connection, and the only command on it.
   *
   * @param arguments as the person has written them
   * @param variables those of {@link AgentProtocol#VARIABLES} that are set
   * @param folder the working folder, for paths among the arguments
   * @param terminal whether what is written is shown on a terminal
   */
  record Run(List<String> arguments, Map<String, String> variables, String folder, boolean terminal)
      implements ToAgent {
    public Run {
      arguments = List.copyOf(arguments);
      variables = Map.copyOf(variables);
    }

    @Override
    public String toString() {
      return "Run[" + arguments.size() + " arguments]";
    }
  }

  /** A line that was asked for, without its end. */
  record Line(String text) implements ToAgent {
    @Override
    public String toString() {
      return "Line[" + text.length() + "]";
    }
  }

  /** In place of a line that was asked for: there are no more. */
  record NoMoreLines() implements ToAgent {}

  /** The person has pressed Ctrl-C. */
  record Cancel() implements ToAgent {}

  /** Lock: end everything. The first message of a connection. */
  record Lock() implements ToAgent {}

  /** Say how things are. The first message of a connection. */
  record AskStatus() implements ToAgent {}
}
