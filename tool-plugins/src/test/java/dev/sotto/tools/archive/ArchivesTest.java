package dev.sotto.tools.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportListener;
import dev.sotto.importing.ImportReport;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.importing.UnreadFiles;
import dev.sotto.model.Cancellation;
import dev.sotto.record.RecordKind;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.storage.InMemoryRecordStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives as programs export them. */
final class ArchivesTest {
  private static final String MAIL =
      "From a@x.example Wed Nov 18 16:34:08 2026\nFrom: a@x.example\nSubject: Rent\n"
          + "Date: Wed, 18 Nov 2026 17:34:08 +0100\nMessage-ID: <a@x.example>\n\nDue.\n\n";

  @TempDir Path folder;

  @Test
  void readsEachMemberWithTheImporterThatIsSureOfIt() throws IOException {
    write(
        "life.zip",
        Zips.of(
            "notes/boiler.md",
            "# Boiler\nF28.\n",
            "mail/inbox.mbox",
            MAIL,
            "health/steps.csv",
            "date,steps\n2026-10-06,17340\n",
            "todo.txt",
            "Call Kranz.\n",
            "__MACOSX/notes/._boiler.md",
            "junk"));

    RecordingImportSink sink = scan();

    assertThat(sink.problems()).isEmpty();
    assertThat(sink.records())
        .containsOnlyKeys(
            "life.zip/health/steps.csv/2026-10",
            "life.zip/mail/inbox.mbox/a@x.example",
            "life.zip/notes/boiler.md",
            "life.zip/todo.txt");
    assertThat(sink.records().get("life.zip/notes/boiler.md").location())
        .isEqualTo("life.zip/notes/boiler.md");
    assertThat(sink.records().get("life.zip/mail/inbox.mbox/a@x.example").text()).isEqualTo("Due.");
  }

  @Test
  void namesAChatAfterTheArchiveInWhichThePhonePutIt() throws IOException {
    write(
        "WhatsApp Chat - Bea.zip",
        Zips.of(
            "_chat.txt",
            "[18.11.26, 17:34:08] Bea: Dinner on Friday?\n[18.11.26, 17:35:00] Mara: Yes.\n",
            "00000001-PHOTO.jpg",
            "x"));

    RecordingImportSink sink = scan();

    assertThat(sink.records().values())
        .singleElement()
        .satisfies(chat -> {
          assertThat(chat.kind()).isEqualTo(RecordKind.CHAT);
          assertThat(chat.title()).isEqualTo("Bea");
        });
  }

  @Test
  void readsArchivesInArchives() throws IOException {
    byte[] inner = Zips.of("deep.md", "Deep.\n");
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    try (var zip = new java.util.zip.ZipOutputStream(out)) {
      Zips.add(zip, "part/inner.zip", inner);
      Zips.add(zip, "top.md", "Top.\n".getBytes(StandardCharsets.UTF_8));
    }
    write("outer.zip", out.toByteArray());

    assertThat(scan().records())
        .containsOnlyKeys("outer.zip/part/inner.zip/deep.md", "outer.zip/top.md");
  }

  @Test
  void marksWhereAnArchiveOfAnotherNameEndsInTheLocationOfItsMembers() throws IOException {
    write("life", Zips.of("sent/boiler.md", "# Boiler\nF28.\n"));

    RecordingImportSink sink = RecordingImportSink.empty();
    Zips.importer(ZipLimits.DEFAULT).scan(folder.resolve("life"), context(), sink);

    assertThat(sink.records().get("life/sent/boiler.md").location())
        .isEqualTo("life!/sent/boiler.md");
  }

  @Test
  void tellsHowManyMembersNobodyReads() throws IOException {
    write("life.zip", Zips.of("a.md", "A.\n", "1.jpg", "x", "b/2.JPG", "x", "c.docx", "x"));
    List<Importer> importers = List.of(Zips.importer(ZipLimits.DEFAULT));
    Ingestion ingestion =
        new Ingestion(
            new InMemoryRecordStore(),
            new InMemorySearchIndex(),
            importers,
            context(),
            Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC));

    ImportReport report =
        ingestion.sync(
            ingestion.add(folder.resolve("life.zip"), Optional.empty()).id(),
            ImportListener.SILENT,
            Cancellation.NEVER);

    assertThat(report.added()).isEqualTo(1);
    assertThat(report.problems()).isEmpty();
    assertThat(report.unread()).isEqualTo(new UnreadFiles(Map.of("jpg", 2L, "docx", 1L), 0));
  }

  @Test
  void writesNoPlaintextBesideTheArchiveOrWhereTemporaryFilesLie() throws IOException {
    write("life.zip", Zips.of("a.md", "marzipan-7714\n", "b.csv", "date,n\n2026-10-06,1\n"));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<String> before = names(temporary);

    scan();

    List<String> after = names(temporary);
    after.removeAll(before);
    assertThat(after)
        .noneMatch(name -> name.contains("zip") || name.endsWith(".md") || name.endsWith(".csv"));
    assertThat(names(folder)).containsExactly("life.zip");
  }

  @Test
  void showsMembersAsFilesThatCannotBeWritten() throws IOException {
    write("life.zip", Zips.of("notes/a.md", "Apples.\n", "notes/b.md", "Pears.\n"));
    try (ZipContents contents =
        ZipContents.open(
            Files.newByteChannel(folder.resolve("life.zip")),
            ZipLimits.DEFAULT,
            new ZipBudget(ZipLimits.DEFAULT))) {
      Path root = new ArchiveFileSystem("life.zip", contents.root()).folder();

      Path note = root.resolve("notes/a.md");
      try (Stream<Path> walked = Files.walk(root)) {
        assertThat(walked.map(Path::toString))
            .containsExactly(
                "/life.zip", "/life.zip/notes", "/life.zip/notes/a.md", "/life.zip/notes/b.md");
      }
      assertThat(Files.readString(note)).isEqualTo("Apples.\n");
      assertThat(Files.size(note)).isEqualTo(8);
      assertThat(Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)).isTrue();
      assertThat(Files.isDirectory(root.resolve("notes"))).isTrue();
      assertThat(Files.exists(root.resolve("../../etc/passwd"))).isFalse();
      assertThat(root.resolve("x/../notes/./a.md").toRealPath()).isEqualTo(note);
      assertThat(root.relativize(note)).hasToString("notes/a.md");
      assertThat(note.getFileName()).hasToString("a.md");
      assertThat(note.startsWith(root)).isTrue();
      assertThatThrownBy(() -> Files.delete(note)).isInstanceOf(ReadOnlyFileSystemException.class);
      assertThatThrownBy(() -> Files.newInputStream(note, StandardOpenOption.DELETE_ON_CLOSE))
          .isInstanceOf(ReadOnlyFileSystemException.class);
      assertThatThrownBy(() -> Files.writeString(note, "x"))
          .isInstanceOf(ReadOnlyFileSystemException.class);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new java.util.ArrayList<>(
          files.map(file -> String.valueOf(file.getFileName())).toList());
    }
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private RecordingImportSink scan() throws IOException {
    RecordingImportSink sink = RecordingImportSink.empty();
    Zips.importer(ZipLimits.DEFAULT).scan(folder, context(), sink);
    return sink;
  }

  private static ImportContext context() {
    return new ImportContext(List.of("Mara"), List.of(), ZoneId.of("Europe/Berlin"));
  }
}
