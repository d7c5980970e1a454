package dev.sotto.application.importer;

import dev.sotto.importing.AddedSources;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.importing.process.ImporterProcesses;
import dev.sotto.importing.process.ImportersInProcesses;
import dev.sotto.model.Cancellation;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Importers each of whose looks and scans runs in a process of its own. For one thread. */
public final class ImportersInOwnProcesses implements OpenImporters {
  private final ImportersAhead ahead;
  private final ImportersInProcesses processes;

  private ImportersInOwnProcesses(ImportersAhead ahead, ImportersInProcesses processes) {
    this.ahead = ahead;
    this.processes = processes;
  }

  /**
   * Returns the importers of processes that are started when they are needed.
   *
   * @param started starts them; safe for several threads
   */
  public static ImportersInOwnProcesses over(ImporterProcesses started) {
    ImportersAhead ahead = new ImportersAhead(started);
    return new ImportersInOwnProcesses(ahead, SeparateImporters.in(ahead));
  }

  @Override
  public List<Importer> importers() throws IOException {
    return processes.importers();
  }

  @Override
  public List<Importer> importersOf(List<Source> sources) {
    ahead.expect(sources.stream().map(source -> List.of(Path.of(source.path()))).toList());
    return sources.stream().map(Source::importer).distinct().map(processes::importer).toList();
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
    ahead.close();
  }
}
