package dev.sotto.tools.guide;

import dev.sotto.importing.ImporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class TextImporterTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.writeString(folder.resolve("boiler.txt"), "The display says F28.\r\n");
    Files.writeString(folder.resolve("garden.txt"), "Beans on 18 April.\n");
    return new Fixture(new TextImporter(), folder, 2);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    Fixture whole = source(folder);
    Files.write(folder.resolve("broken.txt"), new byte[] {'a', (byte) 0xFF, 'b'});
    return whole;
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("linked.txt"), outside);
    return whole;
  }
}
