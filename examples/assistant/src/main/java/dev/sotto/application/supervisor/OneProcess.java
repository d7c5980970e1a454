package dev.sotto.application.supervisor;

import dev.sotto.application.agent.AgentListener;
import dev.sotto.application.importer.ImportersInThisProcess;
import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.vault.SourceChanges;
import dev.sotto.application.vault.SourceWatch;
import dev.sotto.application.vault.StartPhases;
import dev.sotto.consent.Courier;
import dev.sotto.securestore.confinement.ConfinementProbes;
import dev.sotto.securestore.confinement.ConfinementReport;
import dev.sotto.storage.Source;
import dev.sotto.tools.courier.TlsCourier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Everything in this process: keys, records, and the parsers of strangers' files, with all that the
 * person may do. For tests, and for applications that accept that.
 */
public final class OneProcess implements Processes {
  private final Path userHome;
  private final StartPhases phases =
      new StartPhases(InstantSource.system(), InstantSource.system().instant());

  /**
   * @param userHome the person's home folder, where the attempts to get out look
   */
  public OneProcess(Path userHome) {
    this.userHome = userHome;
  }

  @Override
  public Optional<AgentListener> listener() {
    return Optional.empty();
  }

  @Override
  public void leaveTerminal() {
    throw new UnsupportedOperationException("One process alone ends with its terminal");
  }

  @Override
  public OpenImporters openImporters() {
    return ImportersInThisProcess.open();
  }

  @Override
  public SourceChanges watch(List<Source> sources) throws IOException {
    return SourceWatch.over(sources);
  }

  @Override
  public Courier courier() throws IOException {
    return TlsCourier.toPublicHosts(
        Thread.ofPlatform().daemon().name("sotto-courier-", 0).factory());
  }

  @Override
  public StartPhases phases() {
    return phases;
  }

  @Override
  public boolean isKnownToBeOffline() {
    return false;
  }

  @Override
  public ConfinementReport confinement() {
    return new ConfinementProbes(userHome, Path.of(System.getProperty("java.io.tmpdir"))).measure();
  }

  @Override
  public ConfinementReport importerConfinement() {
    return confinement();
  }

  @Override
  public ConfinementReport courierConfinement() {
    return confinement();
  }
}
