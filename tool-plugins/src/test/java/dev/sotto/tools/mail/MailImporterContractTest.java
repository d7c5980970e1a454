package dev.sotto.tools.mail;

import dev.sotto.importing.ImporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class MailImporterContractTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("inbox.mbox"),
        Mails.mbox(
            Mails.plain("a@x.example", "The rack is here\r\n"),
            Mails.plain("b@x.example", "Two\n")));
    Files.createDirectories(folder.resolve("single"));
    Files.writeString(folder.resolve("single/one.eml"), Mails.plain("c@x.example", "Three\r\n"));
    return new Fixture(new MailImporter(MailLimits.DEFAULT), folder, 3);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    Fixture whole = source(folder);
    Files.write(folder.resolve("broken.eml"), new byte[] {0, 1, 2, 3, 'x', '\n', 0});
    return whole;
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("linked.eml"), outside);
    Files.createSymbolicLink(folder.resolve("linked-folder"), outside.getParent());
    return whole;
  }

  @Override
  protected String outsideText() {
    return Mails.plain("outside@x.example", OUTSIDE_MARKER);
  }
}
