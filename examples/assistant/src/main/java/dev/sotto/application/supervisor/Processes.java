package dev.sotto.application.supervisor;

import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.vault.SourceChanges;
import dev.sotto.application.vault.StartPhases;
import dev.sotto.securestore.confinement.ConfinementReport;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.util.List;

/** Which processes a run consists of, as the one sees it that talks with the person. */
public interface Processes {
  /** Opens the importers where they run. */
  OpenImporters openImporters() throws IOException;

  /**
   * Begins to watch sources; changes from now on are told.
   *
   * @throws IOException if it can't be begun
   */
  SourceChanges watch(List<Source> sources) throws IOException;

  /** Returns how long it took to start, up to now. */
  StartPhases phases();

  /**
   * Returns whether this process tried to get out in this run and was refused everything; false
   * where nobody tried.
   */
  boolean isKnownToBeOffline();

  /**
   * Returns what this process found out when it tried to get out, once a run. The first call may
   * wait some milliseconds for the attempts.
   */
  ConfinementReport confinement();

  /**
   * Returns what a process that reads files found out, which is started for it.
   *
   * @throws IOException if none could be started
   */
  ConfinementReport importerConfinement() throws IOException;
}
