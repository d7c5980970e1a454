package dev.sotto.tools.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.Importer;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.Integrity;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads a small vault as Obsidian writes them, with files that other programs left in it. */
final class VaultTest {
  private static final ImportContext CONTEXT =
      new ImportContext(List.of("Jonas"), List.of(), ZoneId.of("Europe/Berlin"));

  private Path vault;
  private Map<String, RecordContent> notes;

  @BeforeEach
  void readsTheVault() throws IOException, URISyntaxException {
    vault = Path.of(VaultTest.class.getResource("/dev/sotto/tools/vault").toURI());
    RecordingImportSink sink = RecordingImportSink.empty();
    new MarkdownImporter().scan(vault, CONTEXT, sink);
    notes = sink.records();
    assertThat(sink.problems()).isEmpty();
  }

  @Test
  void recognisesTheVault() throws IOException {
    assertThat(new MarkdownImporter().match(vault)).isEqualTo(Importer.Match.YES);
  }

  @Test
  void readsNotesOfAllFoldersButHiddenOnes() {
    assertThat(notes)
        .containsOnlyKeys(
            "Garden.md",
            "Seeds.md",
            "daily/2026-04-18.md",
            "daily/2025/2025-12-31 Silvester.md",
            "Windows notes.md",
            "alt.md",
            "utf16.md",
            "rule.md",
            "broken.md",
            "unclosed.md",
            "empty.md");
    assertThat(notes.values())
        .allSatisfy(note -> {
          assertThat(note.kind()).isEqualTo(RecordKind.NOTE);
          assertThat(note.labels().integrity()).isEqualTo(Integrity.OWN);
        });
  }

  @Test
  void takesTitleAndTimeFromTheProperties() {
    RecordContent garden = notes.get("Garden.md");

    assertThat(garden.title()).isEqualTo("The \"long\" bed: a plan");
    assertThat(garden.time()).isEqualTo(Instant.parse("2026-04-18T17:30:00Z"));
  }

  @Test
  void keepsTheTextAsItStandsAndThePropertiesBehindIt() throws IOException {
    String file = Files.readString(vault.resolve("Garden.md"));
    String body = file.substring(file.indexOf("# A heading"));

    assertThat(notes.get("Garden.md").text())
        .startsWith(body)
        .contains("[[Seeds#Beans|the seed list]]", "#garden/water ^water", "Copper tape, 12.90 €.")
        .endsWith(
            """
            aliases: [Beet, 菜园]
            tags:
              - garden
              - garden/beans
            created: 2026-03-01
            updated: 2026-04-18T19:30
            """);
  }

  @Test
  void takesTheTitleFromTheHeadingAndElseFromTheFileName() {
    assertThat(notes.get("Seeds.md").title()).isEqualTo("Seeds");
    assertThat(notes.get("daily/2026-04-18.md").title()).isEqualTo("2026-04-18");
    assertThat(notes.get("unclosed.md").title()).isEqualTo("unclosed");
  }

  @Test
  void takesTheTimeOfADailyNoteFromItsName() {
    assertThat(notes.get("daily/2026-04-18.md").time())
        .isEqualTo(Instant.parse("2026-04-17T22:00:00Z"));
    assertThat(notes.get("daily/2025/2025-12-31 Silvester.md").time())
        .isEqualTo(Instant.parse("2025-12-30T23:00:00Z"));
  }

  @Test
  void takesTheTimeOfTheFileWhereTheNoteNamesNone() throws IOException {
    assertThat(notes.get("Seeds.md").time())
        .isEqualTo(Files.getLastModifiedTime(vault.resolve("Seeds.md")).toInstant());
  }

  @Test
  void readsTextOfOtherEncodingsAndLineEnds() {
    assertThat(notes.get("Windows notes.md"))
        .satisfies(note -> {
          assertThat(note.title()).isEqualTo("Umzüge");
          assertThat(note.text()).isEqualTo("# Umzüge\n\nKey under the mat.\n\ntags: [win]\n");
        });
    assertThat(notes.get("alt.md").text())
        .isEqualTo("# Gärtnerei\n\nÖffnet um 9 – „außer“ montags, 5 €.\n");
    assertThat(notes.get("utf16.md").text()).isEqualTo("# 菜园\n\n豆角 three rows\n");
  }

  @Test
  void losesNoLineOfFrontMatterThatIsBrokenOrNone() {
    assertThat(notes.get("rule.md").text()).startsWith("---\n\nThis note begins");
    assertThat(notes.get("unclosed.md").text()).startsWith("---\ntitle: never closed");
    assertThat(notes.get("broken.md").text())
        .isEqualTo("The text is kept.\n\nno property here\nauthor: Ilse\n");
    assertThat(notes.get("empty.md").text()).isEmpty();
  }
}
