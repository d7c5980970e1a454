package dev.sotto.importing.process;

import dev.sotto.importing.FixedImporter;
import dev.sotto.importing.Importer;
import dev.sotto.importing.ImporterContract;
import dev.sotto.record.Labels;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/** An importer in a process of its own keeps what every importer promises. */
final class RemoteImporterContractTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) {
    return served(
        new FixedImporter().with("a", "apples").with("b", "bananas").with("c", "cherries"),
        folder,
        3);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) {
    return served(
        new FixedImporter()
            .with("a", "apples")
            .withProblem("broken", "It can't be read. Save it again.")
            .with("c", "cherries"),
        folder,
        2);
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) {
    return source(folder);
  }

  private static Fixture served(Importer importer, Path folder, int records) {
    ImportersInProcesses importers =
        new ImportersInProcesses(
            ServedInThreads.with(List.of(importer)),
            ImportLimits.DEFAULT,
            Map.of(importer.name(), Labels.OWN),
            new SecureRandom());
    return new Fixture(importers.importer(importer.name()), folder, records);
  }
}
