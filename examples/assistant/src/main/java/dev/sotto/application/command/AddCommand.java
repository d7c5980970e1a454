package dev.sotto.application.command;

import dev.sotto.application.cdi.ImporterContainer;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.importing.UnknownSourceException;
import dev.sotto.record.SourceId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Adds files and folders as sources and imports them; one that can't be does not stop the others.
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
      try (ImporterContainer container = ImporterContainer.start()) {
        List<Importer> importers = container.importers();
        Ingestion ingestion = vault.ingestion(importers);
        List<SourceId> sources = new ArrayList<>();
        int refused = ExitStatus.OK;
        for (Path path : paths) {
          try {
            sources.add(ingestion.add(path, Optional.ofNullable(importer)).id());
          } catch (NoSuchFileException | UnknownSourceException e) {
            refused = new FailureReport(sotto.surroundings(), sotto.messages()).report(e);
          }
        }
        int imported = new Importing(sotto).sync(vault, importers, sources);
        return imported == ExitStatus.OK ? refused : imported;
      }
    });
  }
}
