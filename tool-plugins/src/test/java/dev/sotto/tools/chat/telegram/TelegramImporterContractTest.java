package dev.sotto.tools.chat.telegram;

import dev.sotto.importing.ImporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class TelegramImporterContractTest extends ImporterContract {
  private static final String MESSAGE =
      """
      {"name": "Jule", "type": "personal_chat", "id": 4711, "messages": [
       {"id": 1, "type": "message", "date": "2026-03-15T18:53:00", "date_unixtime": "1773597180",
        "from": "Jule", "from_id": "user4711", "text": "%s"},
       {"id": 2, "type": "message", "date": "2026-03-16T18:53:00", "date_unixtime": "1773683580",
        "from": "Mara", "from_id": "user99", "text": "see you"}]}
      """;

  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.writeString(folder.resolve("result.json"), MESSAGE.formatted("are you in town?"));
    Files.createDirectories(folder.resolve("photos"));
    Files.write(folder.resolve("photos/photo_1.jpg"), new byte[] {1, 2, 3});
    Files.writeString(folder.resolve("other.json"), "{\"messages\": []}");
    return new Fixture(new TelegramImporter(), folder, 2);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    Fixture whole = source(folder);
    Path broken = Files.createDirectories(folder.resolve("ChatExport_2026-03-16"));
    Files.write(broken.resolve("result.json"), new byte[] {'P', 'K', 3, 4, 0, 0});
    return whole;
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("linked.json"), outside);
    Files.createSymbolicLink(folder.resolve("linked-folder"), outside.getParent());
    return whole;
  }

  @Override
  protected String outsideText() {
    return MESSAGE.formatted(OUTSIDE_MARKER);
  }
}
