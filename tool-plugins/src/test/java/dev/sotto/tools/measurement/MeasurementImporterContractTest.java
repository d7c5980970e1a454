package dev.sotto.tools.measurement;

import dev.sotto.importing.ImporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class MeasurementImporterContractTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("steps.csv"), "date,steps\r\n2026-10-31,7066\r\n2026-11-01,9672\r\n");
    Files.createDirectories(folder.resolve("lists"));
    Files.writeString(folder.resolve("lists/packing.csv"), "item;where\nCharger;left pocket\n");
    return new Fixture(new MeasurementImporter(), folder, 3);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    Fixture whole = source(folder);
    Files.write(folder.resolve("binary.csv"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
    return whole;
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("linked.csv"), outside);
    Files.createSymbolicLink(folder.resolve("linked-folder"), outside.getParent());
    return whole;
  }
}
