package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.WorkProgressDisplay;
import dev.sotto.application.vault.Vault;
import dev.sotto.securestore.FormerKeys;
import dev.sotto.securestore.KeyRotation;
import dev.sotto.securestore.StoreDamage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;

/** Moves everything to new keys in small steps, and destroys the old keys. */
@Command(name = "rotate-keys")
final class RotateKeysCommand implements Callable<Integer> {
  private static final int KIBIBYTE = 1024;

  private final SottoCommand sotto;
  private long total;
  private int keys;
  private int keysLeft;
  private List<StoreDamage> damaged = List.of();
  private boolean more = true;

  RotateKeysCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    long begin = System.nanoTime();
    try (WorkProgressDisplay display =
        WorkProgressDisplay.ofShares(sotto.surroundings(), sotto.messages().of("rotate.task"))) {
      int status =
          sotto.isServing()
              ? sotto.withVaultNowAndThen(door -> stepByStep(door, display))
              : sotto.withVaultForChanges(vault -> allAtOnce(vault, display));
      if (status == ExitStatus.INTERRUPTED) {
        sotto.warn(sotto.messages().of("rotate.stopped"));
        return status;
      }
    }
    tell((System.nanoTime() - begin) / 1_000_000);
    return damaged.isEmpty() ? ExitStatus.OK : ExitStatus.STORE_UNUSABLE;
  }

  private int stepByStep(SottoCommand.VaultDoor door, WorkProgressDisplay display)
      throws IOException {
    int status = door.withVaultForChanges(this::begin);
    while (status == ExitStatus.OK && more) {
      status = door.withVaultForChanges(vault -> step(vault, display));
    }
    return status == ExitStatus.OK ? door.withVaultForChanges(this::end) : status;
  }

  private int allAtOnce(Vault vault, WorkProgressDisplay display) throws IOException {
    int status = begin(vault);
    while (status == ExitStatus.OK && more) {
      status = step(vault, display);
    }
    return status == ExitStatus.OK ? end(vault) : status;
  }

  private int begin(Vault vault) throws IOException {
    vault.ingestion(List.of()).catchUp();
    KeyRotation rotation = vault.store().rotation();
    rotation.resumeOrBeginAll();
    try (FormerKeys leaving = rotation.leaving()) {
      keys = leaving.keys();
    }
    total = left(vault);
    return ExitStatus.OK;
  }

  private int step(Vault vault, WorkProgressDisplay display) throws IOException {
    if (sotto.interruption().requested()) {
      return ExitStatus.INTERRUPTED;
    }
    more = vault.store().rotation().step() || vault.rewriteIndex();
    display.share(Math.max(0, total - left(vault)), total);
    return ExitStatus.OK;
  }

  private int end(Vault vault) throws IOException {
    KeyRotation rotation = vault.store().rotation();
    damaged = rotation.finish();
    try (FormerKeys leaving = rotation.leaving()) {
      keysLeft = leaving.keys();
    }
    total -= Math.min(total, left(vault));
    return ExitStatus.OK;
  }

  private static long left(Vault vault) throws IOException {
    return vault.store().rotation().recordBytesLeft() + vault.indexBytesToRewrite();
  }

  private void tell(long milliseconds) {
    Messages messages = sotto.messages();
    List<String> files = damaged.stream().map(StoreDamage::file).toList();
    if (files.isEmpty()) {
      sotto.say(messages.of("rotate.done", keys, total / KIBIBYTE, milliseconds));
    } else {
      sotto.warn(
          messages.of(
              "rotate.damaged",
              files.size(),
              String.join(", ", files),
              damaged.stream().mapToInt(found -> found.records().size()).sum(),
              keys - keysLeft,
              keysLeft));
    }
    sotto.say(messages.of("rotate.limits"));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("keysDestroyed", keys - keysLeft);
      json.put("bytesRewritten", total);
      json.put("filesOnOldKeys", files.size());
      ArrayNode named = json.putArray("damagedFiles");
      files.forEach(named::add);
      json.put("milliseconds", milliseconds);
      ResultJson.print(json, sotto.surroundings().out());
    }
  }
}
