package dev.sotto.application.importer;

import dev.sotto.application.process.RunningProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Starts a Java virtual machine with the class path of this one, a small heap, and no environment
 * but the language. Nothing confines it: it could read every file of the person and open
 * connections. It ends with this process, since its standard input does.
 *
 * @param javaHome the Java installation
 * @param classPath where the program and its libraries lie
 * @param options what the virtual machine is told beside what every importer is
 * @param variables the environment of this process
 */
public record ImporterJvm(
    Path javaHome, String classPath, List<String> options, Map<String, String> variables)
    implements ImporterStart {
  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  /** What decides how file names are decoded. */
  private static final List<String> LANGUAGE = List.of("LANG", "LC_ALL", "LC_CTYPE");

  private static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-XX:CompileThresholdScaling=3",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+DisableAttachMechanism",
          "-XX:-EnableDynamicAgentLoading",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=/dev/null",
          "-Xlog:disable");

  public ImporterJvm {
    options = List.copyOf(options);
    variables = Map.copyOf(variables);
  }

  /** Returns a start that runs the same installation as this process. */
  public static ImporterJvm likeThisProcess(Map<String, String> variables) {
    return new ImporterJvm(
        Path.of(System.getProperty("java.home")),
        System.getProperty("java.class.path"),
        List.of(),
        variables);
  }

  /** Returns the same virtual machine, told one thing more. */
  public ImporterJvm with(String option) {
    List<String> more = new ArrayList<>(options);
    more.add(option);
    return new ImporterJvm(javaHome, classPath, more, variables);
  }

  /** Returns the command that runs the program, without its arguments. */
  public List<String> command() {
    return command(ImporterProcess.class);
  }

  /** Returns the command that runs another program in the same machine. */
  public List<String> command(Class<?> program) {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(OPTIONS);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, program.getName()));
    return command;
  }

  @Override
  public RunningProcess start(List<Path> readable, Path pipes, List<String> arguments, String token)
      throws IOException {
    List<String> command = command();
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    for (String name : LANGUAGE) {
      if (variables.containsKey(name)) {
        builder.environment().put(name, variables.get(name));
      }
    }
    Process process = builder.start();
    try {
      OutputStream lifeline = process.getOutputStream();
      lifeline.write((token + "\n").getBytes(StandardCharsets.US_ASCII));
      lifeline.flush();
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
    return new Running(process);
  }

  private record Running(Process process) implements RunningProcess {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public void end() {
      process.destroyForcibly();
      hasEndedWithinAMoment();
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        // Nothing was left to be written.
      }
    }

    @Override
    public OptionalInt exitStatus() {
      return hasEndedWithinAMoment() ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    }

    private boolean hasEndedWithinAMoment() {
      try {
        return process.waitFor(A_MOMENT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void whenEnded(Runnable task) {
      var _ = process.onExit().thenRun(task);
    }
  }

  @Override
  public String toString() {
    return "ImporterJvm";
  }
}
