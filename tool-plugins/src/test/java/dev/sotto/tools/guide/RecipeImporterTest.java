package dev.sotto.tools.guide;

import dev.sotto.importing.ImporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class RecipeImporterTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.writeString(folder.resolve("dumplings.recipe"), "Fold each one twelve times.\r\n");
    Files.writeString(folder.resolve("beans.recipe"), "Soak over night.\n");
    return new Fixture(new RecipeImporter(), folder, 2);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    Fixture whole = source(folder);
    Files.write(folder.resolve("broken.recipe"), new byte[] {'a', (byte) 0xFF, 'b'});
    return whole;
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("linked.recipe"), outside);
    return whole;
  }
}
