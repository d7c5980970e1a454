package dev.sotto.application.importer;

import dev.sotto.importing.AddedSources;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.model.Cancellation;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The importers of a run, wherever they read; usable until it is closed. For one thread. */
public interface OpenImporters extends AutoCloseable {
  /**
   * Returns all importers, ordered by name.
   *
   * @throws IOException if they have to be asked for and nobody answers
   */
  List<Importer> importers() throws IOException;

  /**
   * Returns the importers that read some sources, which are going to be read in this order. What
   * can be prepared for the next one is done while one is read.
   */
  List<Importer> importersOf(List<Source> sources);

  /**
   * Makes sources of a file or folder, looking at it where these importers read.
   *
   * @param ingestion one over these importers
   */
  AddedSources addAll(Ingestion ingestion, Path path, Cancellation cancellation) throws IOException;

  @Override
  void close();
}
