package dev.sotto.tools.pdf;

import dev.sotto.importing.ImporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class PdfImporterContractTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.write(folder.resolve("lease.pdf"), RawPdf.of("Rent: 1,240 EUR", "Deposit").bytes());
    Files.createDirectories(folder.resolve("bills"));
    Files.write(folder.resolve("bills/power.PDF"), RawPdf.of("Meter 481207").bytes());
    return new Fixture(importer(), folder, 3);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    Fixture whole = source(folder);
    Files.writeString(folder.resolve("broken.pdf"), "no PDF at all");
    return whole;
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("linked.pdf"), outside);
    Files.createSymbolicLink(folder.resolve("linked-folder"), outside.getParent());
    return whole;
  }

  @Override
  protected String outsideText() {
    return "%PDF-1.4\n" + OUTSIDE_MARKER;
  }

  static PdfImporter importer() {
    return new PdfImporter(PdfLimits.DEFAULT, Thread.ofPlatform().daemon().factory());
  }
}
