package dev.sotto.application.importer;

import dev.sotto.application.cdi.ImporterContainer;
import dev.sotto.importing.AddedSources;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.model.Cancellation;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Importers that read in this process: a file that takes over its parser has taken over everything.
 * For applications of one process.
 */
public final class ImportersInThisProcess implements OpenImporters {
  private final ImporterContainer container;

  private ImportersInThisProcess(ImporterContainer container) {
    this.container = container;
  }

  /** Starts the container that makes the importers. */
  public static ImportersInThisProcess open() {
    return new ImportersInThisProcess(ImporterContainer.start());
  }

  @Override
  public List<Importer> importers() {
    return container.importers();
  }

  @Override
  public List<Importer> importersOf(List<Source> sources) {
    return importers();
  }

  @Override
  public AddedSources addAll(Ingestion ingestion, Path path, Cancellation cancellation)
      throws IOException {
    return ingestion.addAll(path, cancellation);
  }

  @Override
  public void close() {
    container.close();
  }
}
