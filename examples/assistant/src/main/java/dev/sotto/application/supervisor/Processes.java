package dev.sotto.application.supervisor;

import dev.sotto.application.agent.AgentListener;
import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.vault.SourceChanges;
import dev.sotto.application.vault.StartPhases;
import dev.sotto.consent.Courier;
import dev.sotto.securestore.confinement.ConfinementReport;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which processes a run consists of, as the one sees it that talks with the person. */
public interface Processes {
  /** Returns the socket on which this process listens to later commands, if it was started so. */
  Optional<AgentListener> listener();

  /**
   * Lets go of the terminal and of who has started this run, which goes on without them.
   *
   * @throws IOException if the supervisor does not
   */
  void leaveTerminal() throws IOException;

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
   * Returns what carries approved requests; whatever it needs is started when it first carries one.
   *
   * @throws IOException if it can't be had
   */
  Courier courier() throws IOException;

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

  /**
   * Returns what a process that carries requests found out, which is started for it; it has a
   * network, and should have nothing else.
   *
   * @throws IOException if none could be started
   */
  ConfinementReport courierConfinement() throws IOException;
}
