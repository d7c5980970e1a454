package dev.sotto.application.supervisor;

import dev.sotto.application.importer.ImportersInThisProcess;
import dev.sotto.application.importer.OpenImporters;
import dev.sotto.securestore.confinement.ConfinementProbes;
import dev.sotto.securestore.confinement.ConfinementReport;
import java.nio.file.Path;

/**
 * Everything in this process: keys, records, and the parsers of strangers' files, with all that the
 * person may do. For tests, and for applications that accept that.
 */
public final class OneProcess implements Processes {
  private final Path userHome;

  /**
   * @param userHome the person's home folder, where the attempts to get out look
   */
  public OneProcess(Path userHome) {
    this.userHome = userHome;
  }

  @Override
  public OpenImporters openImporters() {
    return ImportersInThisProcess.open();
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
}
