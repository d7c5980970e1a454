package dev.sotto.application.supervisor;

import dev.sotto.application.importer.OpenImporters;
import dev.sotto.securestore.confinement.ConfinementReport;
import java.io.IOException;

/** Which processes a run consists of, as the one sees it that talks with the person. */
public interface Processes {
  /** Opens the importers where they run. */
  OpenImporters openImporters() throws IOException;

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
