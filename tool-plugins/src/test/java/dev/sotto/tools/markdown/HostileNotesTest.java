package dev.sotto.tools.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes and folders that were made, or damaged, to break a reader. */
@Timeout(60)
final class HostileNotesTest {
  private static final ImportContext CONTEXT =
      new ImportContext(List.of(), List.of(), ZoneOffset.UTC);

  @TempDir Path folder;

  @Test
  void givesYamlAliasesNoMeaning() throws IOException {
    StringBuilder bomb = new StringBuilder("---\ntitle: Laughs\na0: &a0 [lol]\n");
    for (int i = 1; i < 40; i++) {
      String before = "*a" + (i - 1) + ", ";
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(before.repeat(10)).append("]\n");
    }
    String note = bomb + "<<: *a39\nobject: !!javax.script.ScriptEngineManager [x]\n---\nText.\n";

    RecordContent content = read(note);

    assertThat(content.title()).isEqualTo("Laughs");
    assertThat(content.text())
        .startsWith("Text.\n")
        .contains("a39: &a39 [*a38, ", "object: !!javax.script")
        .hasSizeLessThan(note.length() + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "a: b\n", "\"", "'", "  ", "a", "|\n", ": "})
  void readsFrontMatterOfRepeatedTokens(String token) throws IOException {
    String properties = token.repeat(60_000 / token.length());

    assertThat(read("---\nb: c\n" + properties + "\n---\nText.\n").text()).contains("Text.");
    assertThat(read("---\ntitle: " + properties + "\n---\nText.\n").text()).contains("Text.");
    assertThat(read("---\ndate: " + properties + "\n---\nText.\n").text()).contains("Text.");
  }

  @Test
  void readsPropertiesWithoutEndAsText() throws IOException {
    assertThat(read("---\n" + "a: b\n".repeat(400_000)).text()).hasSize(4 + 5 * 400_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "> ",
        "- ",
        "1. ",
        "[",
        "![",
        "*a_",
        "**x ",
        "`",
        "``a",
        "<!--",
        "<a ",
        "[a](",
        "[a]: b\n",
        "# ",
        "\t",
        "&#x41",
        "a\n===\n",
        "| a ",
        "\\",
        "~~~\n",
        "<x>\n\n",
        "[[",
        "](",
        "*a "
      })
  void readsMarkdownOfRepeatedTokens(String token) throws IOException {
    String text = token.repeat((1 << 20) / token.length());

    assertThat(read(text).text()).isEqualTo(text);
    assertThat(read("# " + text).text()).isEqualTo("# " + text);
  }

  @Test
  void boundsTheTitle() throws IOException {
    assertThat(read("# " + "t".repeat(50_000) + "\n").title()).hasSize(500);
    assertThat(read("---\ntitle: " + "\uD83D\uDE00".repeat(20_000) + "\n---\n").title())
        .hasSizeBetween(498, 500)
        .endsWith("\uD83D\uDE00\u2026");
  }

  @Test
  void reportsWhatIsNoNoteAndReadsTheOthers() throws IOException {
    Files.writeString(folder.resolve("good.md"), "Good.\n");
    Files.write(folder.resolve("zeros.md"), new byte[] {'a', 0, 'b'});
    Files.write(folder.resolve("huge.md"), new byte[MarkdownImporter.MAX_FILE_BYTES + 1]);
    Files.writeString(folder.resolve("program.exe"), "not a note");

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.md");
    assertThat(sink.problems()).containsOnlyKeys("zeros.md", "huge.md");
    assertThat(sink.problems().get("huge.md")).contains("16 MiB");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neverOpensPipesAndReportsThem() throws Exception {
    Files.writeString(folder.resolve("good.md"), "Good.\n");
    Process mkfifo =
        new ProcessBuilder("mkfifo", folder.resolve("pipe.md").toString()).inheritIO().start();
    assertThat(mkfifo.waitFor(Duration.ofSeconds(30))).isTrue();
    assumeThat(mkfifo.exitValue()).isZero();

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.md");
    assertThat(sink.problems()).containsOnlyKeys("pipe.md");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void doesNotFollowALoopOfFolders() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("in/inner"));
    Files.writeString(inner.resolve("good.md"), "Good.\n");
    Files.createSymbolicLink(inner.resolve("loop"), folder);
    Files.createSymbolicLink(folder.resolve("self.md"), folder.resolve("self.md"));

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("in/inner/good.md");
    assertThat(sink.problems()).containsOnlyKeys("in/inner/loop", "self.md");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void reportsFilesAndFoldersThatItMayNotRead() throws IOException {
    Files.writeString(folder.resolve("good.md"), "Good.\n");
    Path closed = Files.writeString(folder.resolve("closed.md"), "Closed.\n");
    Path closedFolder = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(closedFolder, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(closed)).as("the super-user may read everything").isFalse();

    RecordingImportSink sink = scan();
    Files.setPosixFilePermissions(closedFolder, PosixFilePermissions.fromString("rwx------"));

    assertThat(sink.records()).containsOnlyKeys("good.md");
    assertThat(sink.problems()).containsOnlyKeys("closed.md", "closed");
  }

  private RecordContent read(String note) throws IOException {
    Files.writeString(folder.resolve("note.md"), note);
    return scan().records().get("note.md");
  }

  private RecordingImportSink scan() throws IOException {
    RecordingImportSink sink = RecordingImportSink.empty();
    new MarkdownImporter().scan(folder, CONTEXT, sink);
    return sink;
  }
}
