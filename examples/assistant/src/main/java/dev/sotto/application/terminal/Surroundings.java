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

/**
 * What surrounds a run of the program: given once, so that a test can give others.
 *
 * @param variables environment variables
 * @param userHome the person's home folder
 * @param in standard input, read as lines
 * @param out standard output
 * @param err standard error
 * @param terminal whether a person sits at a terminal
 * @param clock what time it is
 * @param random makes keys
 */
public record Surroundings(
    Map<String, String> variables,
    Path userHome,
    BufferedReader in,
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    Clock clock,
    SecureRandom random) {
  /** Whether a person sits at a terminal. */
  public enum Terminal {
    /** Input and output are a terminal. */
    PRESENT,
    /** A script or a pipe. */
    ABSENT
  }

  public Surroundings {
    variables = Map.copyOf(variables);
  }

  /** Returns the surroundings of this process. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again where there is no terminal.
  public static Surroundings ofProcess() {
    var console = System.console();
    return new Surroundings(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        reader(System.in),
        utf8(System.out),
        utf8(System.err),
        console != null && console.isTerminal() ? Terminal.PRESENT : Terminal.ABSENT,
        Clock.system(ZoneId.systemDefault()),
        new SecureRandom());
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
    return new Surroundings(variables, userHome, in, out, err, terminal, other, random);
  }

  /** Returns the same surroundings with other environment variables. */
  public Surroundings with(Map<String, String> others) {
    return new Surroundings(others, userHome, in, out, err, terminal, clock, random);
  }

  /** Returns whether a person sits at a terminal. */
  public boolean isTerminal() {
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
