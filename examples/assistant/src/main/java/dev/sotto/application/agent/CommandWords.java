package dev.sotto.application.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command line as far as it can be understood without knowing the commands: enough to find the
 * store and to decide which process runs it.
 *
 * @param arguments the person's arguments
 */
public record CommandWords(List<String> arguments) {
  private static final Set<String> OPTIONS_WITH_A_VALUE =
      Set.of("--home", "--passphrase-file", "--lang");

  public CommandWords {
    arguments = List.copyOf(arguments);
  }

  /** Returns the command's name: the first word that is no option and no option's value. */
  public String command() {
    for (int i = 0; i < arguments.size(); i++) {
      if (OPTIONS_WITH_A_VALUE.contains(arguments.get(i))) {
        i++;
      } else if (!arguments.get(i).startsWith("-")) {
        return arguments.get(i);
      }
    }
    return "";
  }

  /** Returns the first value of an option, after a blank or a {@code =}. */
  public Optional<String> option(String name) {
    return options(name).stream().findFirst();
  }

  /** Returns all values of an option that may be repeated. */
  public List<String> options(String name) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(name + "=")) {
        values.add(argument.substring(name.length() + 1));
      }
      if (argument.equals(name) && i + 1 < arguments.size()) {
        values.add(arguments.get(i + 1));
      }
    }
    return values;
  }

  /** Returns whether an option without a value is there. */
  public boolean has(String name) {
    return arguments.contains(name);
  }

  @Override
  public String toString() {
    return "CommandWords[" + arguments.size() + "]";
  }
}
