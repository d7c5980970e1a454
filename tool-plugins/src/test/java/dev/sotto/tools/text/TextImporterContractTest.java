package dev.sotto.tools.text;

import dev.sotto.importing.ImporterContract;
import dev.sotto.tools.OtherImporters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class TextImporterContractTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.writeString(folder.resolve("boiler.txt"), "Display says F28.\r\nCall Kranz.\r\n");
    Files.createDirectories(folder.resolve("log"));
    Files.writeString(folder.resolve("log/garden.log"), "Beans sown.\n");
    return new Fixture(new TextImporter(OtherImporters.NONE), folder, 2);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    Fixture whole = source(folder);
    Files.write(folder.resolve("binary.txt"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
    return whole;
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("linked.txt"), outside);
    Files.createSymbolicLink(folder.resolve("linked-folder"), outside.getParent());
    return whole;
  }
}
