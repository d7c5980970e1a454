package dev.sotto.tools.archive;

import dev.sotto.importing.ImporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class ZipImporterContractTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.write(
        folder.resolve("notes.zip"),
        Zips.of("boiler.md", "# Boiler\r\nF28.\r\n", "daily/2026-11-22.md", "First frost.\n"));
    Files.createDirectories(folder.resolve("export"));
    Files.write(
        folder.resolve("export/health.ZIP"), Zips.of("steps.csv", "date,steps\n2026-10-06,9\n"));
    return new Fixture(Zips.importer(ZipLimits.DEFAULT), folder, 3);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    Fixture whole = source(folder);
    Files.write(folder.resolve("broken.zip"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
    return whole;
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("linked.zip"), outside);
    Files.createSymbolicLink(folder.resolve("linked-folder"), outside.getParent());
    return whole;
  }
}
