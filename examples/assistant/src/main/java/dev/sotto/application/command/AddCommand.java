package dev.sotto.application.command;

import dev.sotto.application.importer.OpenImporters;
import dev.sotto.importing.AddedSources;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.importing.UnknownSourceException;
import dev.sotto.record.SourceId;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Adds files and folders as sources and imports them; one that can't be does not stop the others. A
 * folder of mixed content becomes one source for each kind of file in it, and the files that no
 * importer reads are counted.
 */
@Command(name = "add")
final class AddCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Parameters(arity = "1..*", paramLabel = "PATH", descriptionKey = "add.paths")
  private List<Path> paths = new ArrayList<>();

  @Option(names = "--as", paramLabel = "IMPORTER")
  private @Nullable String importer;

  AddCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return sotto.withVaultForChanges(vault -> {
      try (OpenImporters open = sotto.openImporters()) {
        List<Importer> importers = open.importers();
        Ingestion ingestion = vault.ingestion(importers);
        Importing importing = new Importing(sotto);
        Set<SourceId> sources = new LinkedHashSet<>();
        int refused = ExitStatus.OK;
        for (Path path : paths) {
          try {
            sources.addAll(sourcesAt(path, open, ingestion, importing));
          } catch (NoSuchFileException | UnknownSourceException e) {
            refused = new FailureReport(sotto.surroundings(), sotto.messages()).report(e);
          }
        }
        int imported = importing.sync(vault, importers, List.copyOf(sources));
        return imported == ExitStatus.OK ? refused : imported;
      }
    });
  }

  private List<SourceId> sourcesAt(
      Path named, OpenImporters open, Ingestion ingestion, Importing importing) throws IOException {
    Path path = sotto.surroundings().folder().resolve(named);
    if (importer != null) {
      return List.of(ingestion.add(path, Optional.of(importer)).id());
    }
    AddedSources added = open.addAll(ingestion, path, sotto.interruption());
    importing.leaveOut(named.toString(), added.unread());
    return added.sources().stream().map(Source::id).toList();
  }
}
