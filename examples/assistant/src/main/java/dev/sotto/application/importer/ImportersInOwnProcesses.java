package dev.sotto.application.importer;

import dev.sotto.importing.AddedSources;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.importing.process.ImportersInProcesses;
import dev.sotto.model.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Importers each of whose looks and scans runs in a process of its own. For one thread. */
public final class ImportersInOwnProcesses implements OpenImporters {
  private final ImportersInProcesses processes;
  private final List<Importer> importers;

  private ImportersInOwnProcesses(ImportersInProcesses processes, List<Importer> importers) {
    this.processes = processes;
    this.importers = importers;
  }

  /**
   * Asks a process once which importers there are.
   *
   * @throws IOException if no process answers
   */
  public static ImportersInOwnProcesses open(ImportersInProcesses processes) throws IOException {
    return new ImportersInOwnProcesses(processes, processes.importers());
  }

  @Override
  public List<Importer> importers() {
    return importers;
  }

  @Override
  public AddedSources addAll(Ingestion ingestion, Path path, Cancellation cancellation)
      throws IOException {
    Path place = path.toRealPath();
    return Files.isDirectory(place)
        ? ingestion.addAll(place, processes.survey(place, cancellation))
        : ingestion.addAll(path, cancellation);
  }

  @Override
  public void close() {
    // Each process ends with what it was started for.
  }
}
