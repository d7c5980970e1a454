package dev.sotto.tools.chat.whatsapp;

import dev.sotto.importing.ImporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class WhatsAppImporterContractTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("WhatsApp Chat with Bea.txt"),
        """
        15/03/2026, 18:53 - Messages and calls are end-to-end encrypted. Tap to learn more.
        15/03/2026, 18:53 - Bea: so did you sign??
        15/03/2026, 18:55 - Mara: on Thursday!
        16/03/2026, 08:02 - Bea: <Media omitted>
        """);
    Path group = Files.createDirectories(folder.resolve("WhatsApp Chat - Umzug"));
    Files.writeString(
        group.resolve("_chat.txt"),
        "[15.03.26, 18:53:11] Umzug: \u200eMara hat diese Gruppe erstellt.\r\n"
            + "[15.03.26, 18:53:40] Nils: Ich bringe\ndie Sackkarre\r\n");
    return new Fixture(new WhatsAppImporter(), folder, 3);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    Fixture whole = source(folder);
    Files.write(folder.resolve("WhatsApp Chat with Nils.txt"), new byte[] {'P', 'K', 3, 4, 0, 0});
    return whole;
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("WhatsApp Chat with Jule.txt"), outside);
    Files.createSymbolicLink(folder.resolve("linked-folder"), outside.getParent());
    return whole;
  }

  @Override
  protected String outsideText() {
    return "15/03/2026, 18:53 - Bea: " + OUTSIDE_MARKER + "\n";
  }
}
