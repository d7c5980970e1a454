package dev.sotto.application.importer;

import dev.sotto.application.process.PipeFolders;
import dev.sotto.importing.process.ImportLimits;
import dev.sotto.importing.process.ImporterProcesses;
import dev.sotto.importing.process.ImportersInProcesses;
import dev.sotto.process.ChannelLimits;
import dev.sotto.record.Labels;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;

/** The application's importers, each of whose scans runs in a process of its own. Stateless. */
public final class SeparateImporters {
  /** Those that may call a record the person's own. What others sent is never that. */
  private static final List<String> MAY_READ_OWN_RECORDS =
      List.of(
          "calendar",
          "contacts",
          "markdown",
          "measurements",
          "telegram",
          "text",
          "whatsapp",
          "zip");

  private SeparateImporters() {}

  /**
   * Returns the importers.
   *
   * @param start starts the processes
   * @param pipes makes their pipes
   */
  public static ImportersInProcesses startedBy(ImporterStart start, PipeFolders pipes) {
    return in(piped(start, pipes));
  }

  /** Returns what starts their processes and reaches them by pipes. */
  public static ImporterProcesses piped(ImporterStart start, PipeFolders pipes) {
    return new PipedImporters(
        start,
        pipes,
        ChannelLimits.DEFAULT,
        new SecureRandom(),
        Thread.ofPlatform().daemon().name("sotto-channel-", 0).factory());
  }

  /** Returns the importers whose processes are started by another. */
  static ImportersInProcesses in(ImporterProcesses processes) {
    return new ImportersInProcesses(
        processes,
        ImportLimits.DEFAULT,
        MAY_READ_OWN_RECORDS.stream().collect(Collectors.toMap(name -> name, name -> Labels.OWN)),
        new SecureRandom());
  }
}
