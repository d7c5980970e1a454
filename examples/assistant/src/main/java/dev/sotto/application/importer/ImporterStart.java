package dev.sotto.application.importer;

import dev.sotto.application.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts the program {@link ImporterProcess} in a process of its own. */
@FunctionalInterface
public interface ImporterStart {
  /**
   * Starts the process.
   *
   * @param readable what of the person's files it must be able to read: one path or none
   * @param pipes the folder of its pipes
   * @param arguments the arguments of the program
   * @param token what stands in the first line of its standard input, which stays open as long as
   *     the process may live
   */
  RunningProcess start(List<Path> readable, Path pipes, List<String> arguments, String token)
      throws IOException;
}
