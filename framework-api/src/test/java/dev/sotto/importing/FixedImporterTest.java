package dev.sotto.importing;

import java.nio.file.Path;

final class FixedImporterTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) {
    return new Fixture(
        new FixedImporter().with("a", "apples").with("b", "bananas").with("c", "cherries"),
        folder,
        3);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) {
    return new Fixture(
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
}
