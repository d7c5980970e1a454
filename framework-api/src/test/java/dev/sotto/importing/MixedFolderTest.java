package dev.sotto.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.model.Cancellation;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Adds folders in which files of several kinds lie. */
final class MixedFolderTest {
  @TempDir Path temp;
  private final InMemoryRecordStore records = new InMemoryRecordStore();

  @Test
  void makesOneSourceForEachKindOfFile() throws IOException {
    Path life = folder("My Life", "notes/a.md", "notes/b.md", "steps.csv", "deep/er/c.csv");

    AddedSources added = ingestion().addAll(life, Cancellation.NEVER);

    assertThat(added.sources())
        .extracting(source -> source.id().value() + " " + source.importer())
        .containsExactly("my-life-md md", "my-life-csv csv");
    assertThat(added.sources()).extracting(Source::path).containsOnly(life.toRealPath().toString());
    assertThat(added.unread()).isEqualTo(UnreadFiles.NONE);
  }

  @Test
  void namesAFolderOfOneKindAfterItselfAlone() throws IOException {
    AddedSources added =
        ingestion().addAll(folder("notes", "a.md", "picture.jpg"), Cancellation.NEVER);

    assertThat(added.sources()).extracting(source -> source.id().value()).containsExactly("notes");
  }

  @Test
  void countsTheFilesThatNobodyReads() throws IOException {
    Path life =
        folder(
            "life", "a.md", "1.jpg", "deep/2.JPG", "letter.docx", "Makefile", ".hidden", ".git/x");

    UnreadFiles unread = ingestion().addAll(life, Cancellation.NEVER).unread();

    assertThat(List.copyOf(unread.byExtension().entrySet()))
        .containsExactly(Map.entry("jpg", 2L), Map.entry("", 1L), Map.entry("docx", 1L));
    assertThat(unread.files()).isEqualTo(4);
  }

  @Test
  void knowsItsSourcesAgainAndAddsTheNewKind() throws IOException {
    Path life = folder("life", "a.md");
    Ingestion ingestion = ingestion();
    Source notes = ingestion.addAll(life, Cancellation.NEVER).sources().getFirst();
    Files.writeString(life.resolve("b.csv"), "x");

    AddedSources added = ingestion.addAll(life, Cancellation.NEVER);

    assertThat(added.sources())
        .extracting(source -> source.id().value())
        .containsExactly("life", "life-csv");
    assertThat(added.sources().getFirst()).isEqualTo(notes);
    assertThat(records.sources()).hasSize(2);
  }

  @Test
  void takesAFolderThatIsAWholeForItsImporter() throws IOException {
    AddedSources added =
        ingestion(new KindOfFile("md"), new WholeFolder())
            .addAll(folder("box", "cur/1", "note.md"), Cancellation.NEVER);

    assertThat(added.sources())
        .extracting(Source::importer)
        .containsExactlyInAnyOrder("md", "whole");
  }

  @Test
  void fallsBackToAnImporterThatIsNotSure() throws IOException {
    AddedSources added =
        ingestion(new KindOfFile("md"), new FixedImporter())
            .addAll(folder("things", "x.bin"), Cancellation.NEVER);

    assertThat(added.sources()).extracting(Source::importer).containsExactly("fixed");
  }

  @Test
  void addsASingleFileAsOneSource() throws IOException {
    Path file = folder("life", "a.csv").resolve("a.csv");

    assertThat(ingestion().addAll(file, Cancellation.NEVER).sources())
        .extracting(Source::importer)
        .containsExactly("csv");
  }

  @Test
  void refusesAFolderInWhichNobodyReadsAnything() throws IOException {
    Path pictures = folder("pictures", "1.jpg");

    assertThatThrownBy(() -> ingestion().addAll(pictures, Cancellation.NEVER))
        .isInstanceOf(UnknownSourceException.class)
        .hasMessageContaining("csv");
    assertThatThrownBy(() -> ingestion().addAll(temp.resolve("gone"), Cancellation.NEVER))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(records.sources()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void asksNoImporterAboutALink() throws IOException {
    Path outside = folder("outside", "secret.csv");
    Path life = folder("life", "a.md");
    Files.createSymbolicLink(life.resolve("linked.csv"), outside.resolve("secret.csv"));
    Files.createSymbolicLink(life.resolve("linked"), outside);

    AddedSources added = ingestion().addAll(life, Cancellation.NEVER);

    assertThat(added.sources()).extracting(Source::importer).containsExactly("md");
    assertThat(added.unread().links()).isEqualTo(2);
  }

  @Test
  void remembersNothingWhenThePersonStopsTheLook() throws IOException {
    Path life = folder("life", "a.md", "b.md", "c.csv");
    AtomicInteger asked = new AtomicInteger();

    assertThatThrownBy(() -> ingestion().addAll(life, () -> asked.incrementAndGet() > 1))
        .isInstanceOf(ImportCancelledException.class);
    assertThat(records.sources()).isEmpty();
  }

  private Ingestion ingestion(Importer... importers) {
    List<Importer> used =
        importers.length == 0
            ? List.of(new KindOfFile("md"), new KindOfFile("csv"))
            : List.of(importers);
    return new Ingestion(
        records,
        new InMemorySearchIndex(),
        used,
        new ImportContext(List.of(), List.of(), ZoneOffset.UTC),
        Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC));
  }

  private Path folder(String name, String... files) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name));
    for (String file : files) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "x");
    }
    return folder;
  }

  /** Sure of files with one extension; a folder is not its own as a whole. */
  private record KindOfFile(String name) implements Importer {
    @Override
    public Match match(Path path) {
      return Files.isRegularFile(path) && path.toString().endsWith("." + name)
          ? Match.YES
          : Match.NO;
    }

    @Override
    public void scan(Path path, ImportContext context, ImportSink sink) {}
  }

  /** Sure of folders alone, as one that reads a folder's layout is. */
  private record WholeFolder() implements Importer {
    @Override
    public String name() {
      return "whole";
    }

    @Override
    public Match match(Path path) {
      return Files.isDirectory(path.resolve("cur")) ? Match.YES : Match.NO;
    }

    @Override
    public void scan(Path path, ImportContext context, ImportSink sink) {}
  }
}
