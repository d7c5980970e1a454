package dev.sotto.application.command;

import dev.sotto.application.cdi.ImporterContainer;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.record.SourceId;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads sources again and takes over what changed. */
@Command(name = "sync")
final class SyncCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Parameters(arity = "0..*", paramLabel = "SOURCE", descriptionKey = "sync.sources")
  private List<String> names = new ArrayList<>();

  SyncCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return sotto.withVaultForChanges(vault -> {
      List<SourceId> sources =
          names.isEmpty()
              ? vault.records().sources().stream().map(Source::id).toList()
              : names.stream().map(SourceId::new).toList();
      if (sources.isEmpty()) {
        throw new UsageException(sotto.messages().of("list.empty"));
      }
      try (ImporterContainer container = ImporterContainer.start()) {
        return new Importing(sotto).sync(vault, container.importers(), sources);
      }
    });
  }
}
