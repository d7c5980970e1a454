package dev.sotto.application.importer;

import dev.sotto.importing.AddedSources;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.model.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The importers of a run, wherever they read; usable until it is closed. For one thread. */
public interface OpenImporters extends AutoCloseable {
  /** Returns all importers, ordered by name. */
  List<Importer> importers();

  /**
   * Makes sources of a file or folder, looking at it where these importers read.
   *
   * @param ingestion one over these importers
   */
  AddedSources addAll(Ingestion ingestion, Path path, Cancellation cancellation) throws IOException;

  @Override
  void close();
}
