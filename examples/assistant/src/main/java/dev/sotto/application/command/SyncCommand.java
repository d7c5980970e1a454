package dev.sotto.application.command;

import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.SourceChanges;
import dev.sotto.application.vault.Vault;
import dev.sotto.importing.Importer;
import dev.sotto.record.SourceId;
import dev.sotto.storage.Source;
import dev.sotto.storage.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads sources again and takes over what changed, once or whenever something changes. */
@Command(name = "sync")
final class SyncCommand implements Callable<Integer> {
  private static final Duration LOOK_FOR_CTRL_C = Duration.ofMillis(500);
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final SottoCommand sotto;

  @Parameters(arity = "0..*", paramLabel = "SOURCE", descriptionKey = "sync.sources")
  private List<String> names = new ArrayList<>();

  @Option(names = "--watch")
  private boolean watch;

  SyncCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return watch
        ? sotto.withVaultNowAndThen(this::watch)
        : sotto.withVaultForChanges(vault -> {
          List<Source> sources = sources(vault);
          try (OpenImporters open = sotto.openImporters()) {
            return sync(vault, open.importersOf(sources), ids(sources));
          }
        });
  }

  private int watch(SottoCommand.VaultDoor door) throws IOException {
    List<Source> sources = new ArrayList<>();
    try (OpenImporters open = sotto.openImporters()) {
      List<Importer> importers = open.importers();
      door.withVaultForChanges(vault -> {
        sources.addAll(sources(vault));
        return ExitStatus.OK;
      });
      try (SourceChanges watching = sotto.processes().watch(sources)) {
        TreeSet<SourceId> due = new TreeSet<>(ids(sources));
        sotto.warn(sotto.messages().of("sync.watching", sources.size()));
        while (!sotto.interruption().requested()) {
          if (!due.isEmpty()) {
            due.removeAll(synced(door, importers, List.copyOf(due)));
          }
          due.addAll(watching.changes(LOOK_FOR_CTRL_C, QUIET));
        }
        return ExitStatus.OK;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return ExitStatus.INTERRUPTED;
      }
    }
  }

  private List<SourceId> synced(
      SottoCommand.VaultDoor door, List<Importer> importers, List<SourceId> due)
      throws IOException {
    try {
      door.withVaultForChanges(vault -> sync(vault, importers, due));
      return due;
    } catch (StoreException inUse) {
      return List.of();
    }
  }

  private int sync(Vault vault, List<Importer> importers, List<SourceId> sources)
      throws IOException {
    return new Importing(sotto).sync(vault, importers, sources);
  }

  private List<Source> sources(Vault vault) {
    List<Source> sources =
        names.isEmpty()
            ? vault.records().sources()
            : names.stream().map(name -> known(vault, new SourceId(name))).toList();
    if (sources.isEmpty()) {
      throw new UsageException(sotto.messages().of("list.empty"));
    }
    return sources;
  }

  private Source known(Vault vault, SourceId id) {
    return vault
        .records()
        .findSource(id)
        .orElseThrow(() -> new UsageException(sotto.messages().of("forget.unknown", id)));
  }

  private static List<SourceId> ids(List<Source> sources) {
    return sources.stream().map(Source::id).toList();
  }
}
