package dev.sotto.application.terminal;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What surrounds a run of the program: given once, so that a test can give others.
 *
 * @param variables environment variables
 * @param userHome the person's home folder
 * @param folder the working folder, for relative paths that the person names
 * @param in standard input, read as lines
 * @param out standard output
 * @param err standard error
 * @param terminal whether a person sits at a terminal
 * @param clock what time it is
 * @param randomness makes sources of randomness, for keys; making one takes time
 */
public record Surroundings(
    Map<String, String> variables,
    Path userHome,
    Path folder,
    BufferedReader in,
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    Clock clock,
    Supplier<SecureRandom> randomness) {
  /** Whether a person sits at a terminal. */
  public enum Terminal {
    /** Input and output are a terminal. */
    PRESENT,
    /**
     * Input and output are shown on the terminal of another process that is connected to this one.
     * It can be written to as to a terminal. Who sits there is not known: it may be a program.
     */
    OF_A_CLIENT,
    /** A script or a pipe. */
    ABSENT
  }

  public Surroundings {
    variables = Map.copyOf(variables);
  }

  /** Returns the surroundings of this process. */
  public static Surroundings ofProcess() {
    return ofProcess(Clock.system(ZoneId.systemDefault()));
  }

  /** Returns the surroundings of this process, with a clock that may be quicker to have. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again where there is no terminal.
  public static Surroundings ofProcess(Clock clock) {
    var console = System.console();
    return new Surroundings(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        Path.of("").toAbsolutePath(),
        reader(System.in),
        utf8(System.out),
        utf8(System.err),
        console != null && console.isTerminal() ? Terminal.PRESENT : Terminal.ABSENT,
        clock,
        SecureRandom::new);
  }

  /** Returns a reader of UTF-8 lines. */
  public static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** Returns a stream that writes UTF-8. */
  public static PrintStream utf8(OutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  /** Returns the same surroundings at another time. */
  public Surroundings at(Clock other) {
    return new Surroundings(variables, userHome, folder, in, out, err, terminal, other, randomness);
  }

  /** Returns the same surroundings with other environment variables. */
  public Surroundings with(Map<String, String> others) {
    return new Surroundings(others, userHome, folder, in, out, err, terminal, clock, randomness);
  }

  /** Returns the surroundings of a command of another process that is connected to this one. */
  public Surroundings ofClient(
      Map<String, String> itsVariables,
      Path itsFolder,
      BufferedReader itsInput,
      PrintStream itsOutput,
      PrintStream itsErrors,
      Terminal itsTerminal) {
    return new Surroundings(
        itsVariables,
        userHome,
        itsFolder,
        itsInput,
        itsOutput,
        itsErrors,
        itsTerminal,
        clock,
        randomness);
  }

  /** Returns a new source of randomness. */
  public SecureRandom random() {
    return randomness.get();
  }

  /** Returns whether what is written is shown on a terminal, and lines are typed there. */
  public boolean isTerminal() {
    return terminal != Terminal.ABSENT;
  }

  /**
   * Returns whether a person sits at a terminal of this very process, and can be asked for consent.
   * A command that came over the agent's socket never has one: any program of the same user can
   * connect there, and could answer itself.
   */
  public boolean personPresent() {
    return terminal == Terminal.PRESENT;
  }

  /** Returns whether to colour output: only on a terminal, and not against {@code NO_COLOR}. */
  public boolean isColoured() {
    return isTerminal()
        && variable("NO_COLOR").isEmpty()
        && !variable("TERM").orElse("dumb").equals("dumb");
  }

  /** Returns an environment variable that is set to something. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  @Override
  public String toString() {
    return "Surroundings[" + terminal + "]";
  }
}
