package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.index.LuceneSearchIndex;
import dev.sotto.record.RecordId;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.StoreAge;
import dev.sotto.securestore.StoreCheckListener;
import dev.sotto.securestore.StoreDamage;
import dev.sotto.securestore.StoreReport;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the whole store to its last byte, says what is not in order, and mends what can be. */
@Command(name = "check")
final class CheckCommand implements Callable<Integer> {
  private static final long RECORDS_BETWEEN_LINES = 10_000;

  private final SottoCommand sotto;

  @Option(names = "--repair")
  private boolean repair;

  CheckCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  /** What a check of store and index found. */
  private record Findings(StoreReport store, StoreAge age, Optional<String> index) {
    boolean inOrder() {
      return store.damage().isEmpty() && index.isEmpty() && age != StoreAge.OLDER;
    }

    boolean hasOlderFiles() {
      return store.damage().stream().anyMatch(found -> found.kind() == StoreDamage.Kind.OLDER);
    }

    @Override
    public String toString() {
      return "Findings[%s, %s, index %s]"
          .formatted(store, age, index.isEmpty() ? "whole" : "damaged");
    }
  }

  @Override
  public Integer call() throws IOException {
    Path folder = sotto.existingStore();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Models models = new Models(sotto.locations().modelCache(), executor, sotto::preparing);
        Passphrase passphrase = sotto.passphrases().existing()) {
      Findings found = check(folder, passphrase, models);
      tell(found);
      List<RecordId> lost = List.of();
      boolean mended = found.inOrder();
      if (repair && !found.inOrder()) {
        if ((found.hasOlderFiles() || found.age() == StoreAge.OLDER) && !sotto.saysRestored()) {
          sotto.warn(sotto.messages().of("check.olderNeedsRestored"));
        } else {
          lost = repair(folder, passphrase, models, found);
          found = check(folder, passphrase, models);
          mended = found.inOrder();
          sotto.say(sotto.messages().of(mended ? "check.mended" : "check.notMended", lost.size()));
        }
      }
      print(found, lost, mended);
      return mended ? ExitStatus.OK : ExitStatus.STORE_UNUSABLE;
    }
  }

  private Findings check(Path folder, Passphrase passphrase, Models models) throws IOException {
    try (PersonalStore store =
        PersonalStore.unlockMismatched(folder, passphrase, Access.READ, sotto.ageCheck())) {
      StoreReport report = store.check(sotto.surroundings().clock(), progress());
      return new Findings(report, store.age(), damageOfIndex(store, models));
    }
  }

  private StoreCheckListener progress() {
    return (done, total) -> {
      if (done % RECORDS_BETWEEN_LINES == 0 && sotto.surroundings().isTerminal()) {
        sotto.say(sotto.messages().of("check.progress", done, total));
      }
    };
  }

  private static Optional<String> damageOfIndex(PersonalStore store, Models models)
      throws IOException {
    try (LuceneSearchIndex index =
        LuceneSearchIndex.open(store.indexFolder(), store.indexFiles(), models.embeddings())) {
      index.verify();
      return Optional.empty();
    } catch (TamperedFileException e) {
      return Optional.of(e.file());
    }
  }

  private List<RecordId> repair(Path folder, Passphrase passphrase, Models models, Findings found)
      throws IOException {
    PersonalStore store =
        PersonalStore.unlockMismatched(folder, passphrase, Access.WRITE, sotto.ageCheck());
    List<RecordId> lost;
    try {
      lost = new ArrayList<>(store.quarantine(found.store().damage()));
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
    try (Vault vault = Vault.open(store, Access.WRITE, models, sotto.surroundings().clock())) {
      if (found.hasOlderFiles()) {
        vault.ledger();
      }
      if (found.index().isPresent()) {
        sotto.say(sotto.messages().of("check.rebuilt", vault.rebuildIndex()));
      } else if (vault.indexLagsBehind()) {
        vault.ingestion(List.of()).catchUp();
      }
    }
    return lost;
  }

  private void tell(Findings found) {
    Messages messages = sotto.messages();
    StoreReport store = found.store();
    sotto.say(
        messages.of(
            "check.read",
            store.records(),
            store.packs(),
            store.documents(),
            store.ledgerEntries()));
    for (StoreDamage damage : store.damage()) {
      String key = damage.kind() == StoreDamage.Kind.OLDER ? "check.older" : "check.unreadable";
      sotto.say("✗ " + messages.of(key, damage.file(), damage.records().size()));
      damage.records().forEach(id -> sotto.say("    " + id.value()));
    }
    found.index().ifPresent(file -> sotto.say("✗ " + messages.of("check.index", file)));
    if (found.age() == StoreAge.OLDER) {
      sotto.say("✗ " + messages.of("check.olderStore"));
    }
    sotto.say(
        messages.of(
            found.inOrder() ? "check.inOrder" : repair ? "check.mending" : "check.notInOrder"));
  }

  private void print(Findings found, List<RecordId> lost, boolean inOrder) {
    if (!sotto.wantsJson()) {
      return;
    }
    ObjectNode json = ResultJson.object();
    json.put("inOrder", inOrder);
    json.put("age", found.age().name().toLowerCase(Locale.ROOT));
    json.put("records", found.store().records());
    json.put("packs", found.store().packs());
    json.put("documents", found.store().documents());
    json.put("ledgerEntries", found.store().ledgerEntries());
    ArrayNode damage = json.putArray("damage");
    for (StoreDamage of : found.store().damage()) {
      ObjectNode entry = damage.addObject();
      entry.put("file", of.file());
      entry.put("kind", of.kind().name().toLowerCase(Locale.ROOT));
      ArrayNode records = entry.putArray("records");
      of.records().forEach(id -> records.add(id.value()));
    }
    found.index().ifPresent(file -> json.put("damagedIndexFile", file));
    ArrayNode quarantined = json.putArray("quarantined");
    lost.forEach(id -> quarantined.add(id.value()));
    ResultJson.print(json, sotto.surroundings().out());
  }
}
