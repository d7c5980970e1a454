package dev.sotto.tools.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.Importer;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.OtherImporters;
import dev.sotto.tools.chat.whatsapp.WhatsAppImporter;
import dev.sotto.tools.mail.MailImporter;
import dev.sotto.tools.mail.MailLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain text as editors and programs save it. */
final class PlainTextTest {
  private static final List<Importer> OTHERS =
      List.of(new MailImporter(MailLimits.DEFAULT), new WhatsAppImporter());

  @TempDir Path folder;

  @Test
  void keepsTheTextAndNamesItAfterItsFile() throws IOException {
    Files.writeString(folder.resolve("2026-04-18 garden.txt"), "Beans sown.\r\nPeas too.\r\n");

    RecordContent note = scan().records().get("2026-04-18 garden.txt");

    assertThat(note.text()).isEqualTo("Beans sown.\nPeas too.\n");
    assertThat(note.title()).isEqualTo("2026-04-18 garden");
    assertThat(note.time()).isEqualTo(Instant.parse("2026-04-17T22:00:00Z"));
    assertThat(note.kind()).isEqualTo(RecordKind.NOTE);
    assertThat(note.labels()).isEqualTo(Labels.OWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "windows-1252"})
  void readsEveryEncodingOfAText(String charset) throws IOException {
    String mark = charset.equals("UTF-16LE") ? "\ufeff" : "";
    Files.write(
        folder.resolve("a.txt"),
        (mark + "K\u00fchlschrank \u20ac 12").getBytes(Charset.forName(charset)));

    assertThat(scan().records().get("a.txt").text()).isEqualTo("K\u00fchlschrank \u20ac 12");
  }

  @Test
  void leavesChatsAndMailboxesToTheirImporters() throws IOException {
    Files.writeString(
        folder.resolve("bea.txt"),
        "[18.11.26, 17:34:08] Bea: Dinner?\n[18.11.26, 17:35:00] Mara: Yes.\n");
    Files.writeString(
        folder.resolve("inbox.txt"),
        "From a@x.example Wed Nov 18 16:34:08 2026\nFrom: a@x.example\nSubject: s\n\nDue.\n\n");
    Files.writeString(folder.resolve("todo.txt"), "Call Kranz.\n");
    Files.writeString(folder.resolve("check.py"), "print(1)\n");

    assertThat(scan().records()).containsOnlyKeys("todo.txt");
    assertThat(importer().match(folder.resolve("bea.txt"))).isEqualTo(Importer.Match.NO);
    assertThat(importer().match(folder.resolve("todo.txt"))).isEqualTo(Importer.Match.YES);
    assertThat(importer().match(folder.resolve("check.py"))).isEqualTo(Importer.Match.NO);
  }

  @Test
  void mayReadATextWithoutExtensionThatIsAddedByItself() throws IOException {
    Path file = Files.writeString(folder.resolve("TODO"), "Call Kranz.\n");
    Path program = Files.write(folder.resolve("program"), new byte[] {0x7f, 'E', 'L', 'F', 2, 0});

    assertThat(importer().match(file)).isEqualTo(Importer.Match.POSSIBLE);
    assertThat(importer().match(program)).isEqualTo(Importer.Match.NO);
    RecordingImportSink sink = RecordingImportSink.empty();
    importer().scan(file, context(), sink);
    assertThat(sink.records()).containsOnlyKeys("TODO");
  }

  @Test
  void reportsALineOfAGigabyteAndReadsTheRest() throws IOException {
    Files.writeString(folder.resolve("todo.txt"), "Call Kranz.\n");
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("line.txt").toFile(), "rw")) {
      file.setLength(1L << 30);
    }

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("todo.txt");
    assertThat(sink.problems()).containsOnlyKeys("line.txt");
  }

  @Test
  void losesNoByteOfABrokenEncoding() throws IOException {
    byte[] broken = "caf\u00e9 ".getBytes(StandardCharsets.UTF_8);
    broken[4] = (byte) 0xFF;
    Files.write(folder.resolve("a.txt"), broken);

    assertThat(scan().records().get("a.txt").text()).startsWith("caf").hasSize(broken.length);
  }

  private static TextImporter importer() {
    return new TextImporter(OtherImporters.besides(() -> OTHERS, "text"));
  }

  private RecordingImportSink scan() throws IOException {
    RecordingImportSink sink = RecordingImportSink.empty();
    importer().scan(folder, context(), sink);
    assertThat(sink.offered()).doesNotHaveDuplicates();
    return sink;
  }

  private static ImportContext context() {
    return new ImportContext(List.of(), List.of(), ZoneId.of("Europe/Berlin"));
  }
}
