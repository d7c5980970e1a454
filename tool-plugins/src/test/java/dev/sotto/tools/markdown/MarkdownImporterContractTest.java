package dev.sotto.tools.markdown;

import dev.sotto.importing.ImporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class MarkdownImporterContractTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.writeString(folder.resolve("boiler.md"), "# Boiler\r\n\r\nDisplay says F28.\r\n");
    Files.createDirectories(folder.resolve("daily"));
    Files.writeString(folder.resolve("daily/2026-11-22.md"), "First frost.\n");
    Files.writeString(folder.resolve("presents.markdown"), "---\ntags: [family]\n---\nA kite\n");
    return new Fixture(new MarkdownImporter(), folder, 3);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    Fixture whole = source(folder);
    Files.write(folder.resolve("binary.md"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
    return whole;
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("linked.md"), outside);
    Files.createSymbolicLink(folder.resolve("linked-folder"), outside.getParent());
    return whole;
  }
}
