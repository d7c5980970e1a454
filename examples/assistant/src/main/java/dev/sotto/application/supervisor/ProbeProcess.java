package dev.sotto.application.supervisor;

import dev.sotto.application.process.Lifeline;
import dev.sotto.securestore.confinement.Allowance;
import dev.sotto.securestore.confinement.ConfinementProbes;
import dev.sotto.securestore.confinement.ProbeResult;
import dev.sotto.securestore.confinement.ProcessHardening;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The program of a process that is confined as one that reads files or carries requests is, tries
 * to get out, and writes a line for each attempt: {@code PROBE OUTCOME ANSWER}. The end of its
 * standard input ends it.
 */
final class ProbeProcess {
  private ProbeProcess() {}

  /**
   * Runs the process.
   *
   * @param arguments a pipe that is not read, the pipe to write to, the person's home folder, a
   *     folder outside, the task
   */
  public static void main(String[] arguments) throws IOException {
    ProcessHardening.apply();
    ProcessHardening.seal(
        ToSupervisor.Task.valueOf(arguments[4]).hasNetwork()
            ? Set.of(Allowance.CONNECT_TO_HOSTS)
            : Set.of());
    Thread.ofPlatform().daemon().start(Lifeline::endWithStandardInput);
    StringBuilder lines = new StringBuilder();
    for (ProbeResult result :
        new ConfinementProbes(Path.of(arguments[2]), Path.of(arguments[3])).measure().results()) {
      lines
          .append(result.probe())
          .append(' ')
          .append(result.outcome())
          .append(' ')
          .append(result.answer().replace('\n', ' '))
          .append('\n');
    }
    Files.writeString(
        Path.of(arguments[1]), lines, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
  }
}
