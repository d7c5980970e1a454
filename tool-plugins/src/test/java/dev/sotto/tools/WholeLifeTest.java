package dev.sotto.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.AddedSources;
import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportListener;
import dev.sotto.importing.ImportReport;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.model.Cancellation;
import dev.sotto.record.RecordId;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.Source;
import dev.sotto.tools.cdi.ToolPluginBeans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adds a folder with everything in it: the sample life. */
final class WholeLifeTest {
  private static final Path LIFE =
      Path.of("../examples/assistant/src/main/resources/dev/sotto/application/sample-life");

  @TempDir Path temp;

  @Test
  void readsEveryFileOfALifeOnceAsAFolderAndAsAnArchive() throws IOException {
    try (WeldContainer container =
        new Weld().disableDiscovery().addBeanClasses(ToolPluginBeans.class).initialize()) {
      List<Importer> importers =
          container.select(Importer.class).stream()
              .sorted(Comparator.comparing(Importer::name))
              .toList();
      Map<String, List<String>> readers = readers(importers);
      Path archive = archive(readers.keySet());

      Map<String, String> folder = new TreeMap<>();
      AddedSources added = add(importers, LIFE, folder);
      Map<String, String> zipped = new TreeMap<>();
      add(importers, archive, zipped);

      assertThat(readers.remove("check.py")).isEmpty();
      assertThat(readers.remove("questions.jsonl")).isEmpty();
      assertThat(readers.values()).allSatisfy(names -> assertThat(names).hasSize(1));
      assertThat(added.sources())
          .extracting(Source::importer)
          .containsExactly("calendar", "contacts", "mail", "markdown", "measurements", "whatsapp");
      assertThat(added.unread().byExtension()).isEqualTo(Map.of("jsonl", 1L, "py", 1L));
      assertThat(folder.keySet())
          .as("files with records")
          .allMatch(key -> readers.keySet().stream().anyMatch(key::startsWith));
      assertThat(readers.keySet())
          .allMatch(file -> folder.keySet().stream().anyMatch(key -> key.startsWith(file)));
      assertThat(zipped).hasSameSizeAs(folder);
      folder.forEach((key, text) -> assertThat(zipped).containsEntry("life.zip/" + key, text));
    }
  }

  private static Map<String, List<String>> readers(List<Importer> importers) throws IOException {
    Map<String, List<String>> readers = new TreeMap<>();
    for (SourceFile file : SourceFiles.under(LIFE, _ -> true)) {
      List<String> sure = new ArrayList<>();
      for (Importer importer : importers) {
        if (importer.match(file.path()) == Importer.Match.YES) {
          sure.add(importer.name());
        }
      }
      readers.put(file.relative(), sure);
    }
    return readers;
  }

  private Path archive(Iterable<String> files) throws IOException {
    Path archive = temp.resolve("life.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String file : files) {
        ZipEntry entry = new ZipEntry(file);
        entry.setLastModifiedTime(Files.getLastModifiedTime(LIFE.resolve(file)));
        zip.putNextEntry(entry);
        Files.copy(LIFE.resolve(file), zip);
      }
    }
    return archive;
  }

  private static AddedSources add(
      List<Importer> importers, Path path, Map<String, String> textsByKey) throws IOException {
    InMemoryRecordStore records = new InMemoryRecordStore();
    Ingestion ingestion =
        new Ingestion(
            records,
            new InMemorySearchIndex(),
            importers,
            new ImportContext(List.of("Mara"), List.of(), ZoneId.of("Europe/Berlin")),
            Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC));
    AddedSources added = ingestion.addAll(path, Cancellation.NEVER);
    for (Source source : added.sources()) {
      ImportReport report = ingestion.sync(source.id(), ImportListener.SILENT, Cancellation.NEVER);
      assertThat(report.problems()).isEmpty();
      for (var key : records.items(source.id()).keySet()) {
        String text = records.find(RecordId.of(source.id(), key)).orElseThrow().content().text();
        assertThat(textsByKey.put(key.value(), text)).as("a key of two sources").isNull();
      }
    }
    return added;
  }
}
