package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.securestore.v1.KeySlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Lists, adds and removes ways to unlock the store. */
@Command(name = "keys")
final class KeysCommand implements Callable<Integer> {
  private static final int KIBIBYTES_A_MEBIBYTE = 1024;

  private final SottoCommand sotto;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|add|remove|recovery-code",
      descriptionKey = "keys.action")
  private String action = "list";

  @Parameters(index = "1", arity = "0..1", paramLabel = "N", descriptionKey = "keys.number")
  private int number;

  @Option(names = "--new-passphrase-file", paramLabel = "FILE")
  private @Nullable Path newPassphraseFile;

  @Option(names = "--yes")
  private boolean yes;

  KeysCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "list" -> with(Access.READ, this::list);
      case "add" -> with(Access.WRITE, this::add);
      case "remove" -> with(Access.WRITE, this::remove);
      case "recovery-code" -> with(Access.WRITE, this::replaceRecoveryCode);
      default -> throw new UsageException(sotto.messages().of("keys.unknown", action));
    };
  }

  @FunctionalInterface
  private interface Work {
    int run(PersonalStore store) throws IOException;
  }

  private int with(Access access, Work work) throws IOException {
    Path folder = sotto.existingStore();
    try (Passphrase passphrase = sotto.passphrases().existing();
        PersonalStore store =
            sotto.told(
                PersonalStore.unlock(folder, passphrase, access, sotto.ageCheck(), () -> {}))) {
      return work.run(store);
    }
  }

  private int list(PersonalStore store) {
    Messages messages = sotto.messages();
    var json = ResultJson.object();
    var array = json.putArray("slots");
    for (KeySlot slot : store.keySlots()) {
      String kind = slot.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      var node = array.addObject();
      node.put("number", slot.number());
      node.put("kind", kind);
      slot.work()
          .ifPresent(work -> {
            node.put("mebibytes", work.memoryKibibytes() / KIBIBYTES_A_MEBIBYTE);
            node.put("iterations", work.iterations());
          });
      sotto.say(
          slot.number()
              + "  "
              + messages.of("keys.kind." + kind)
              + slot.work()
                  .map(work ->
                      messages.of(
                          "keys.work",
                          work.memoryKibibytes() / KIBIBYTES_A_MEBIBYTE,
                          work.iterations()))
                  .orElse(""));
    }
    print(json);
    return ExitStatus.OK;
  }

  private int add(PersonalStore store) throws IOException {
    try (Passphrase chosen = sotto.passphrases().replacement(newPassphraseFile)) {
      store.addPassphrase(chosen, KeyDerivationPreset.INTERACTIVE);
    }
    int slots = store.keySlots().size();
    sotto.say(sotto.messages().of("keys.added", slots));
    var json = ResultJson.object();
    json.put("number", slots);
    print(json);
    return ExitStatus.OK;
  }

  private int remove(PersonalStore store) throws IOException {
    Messages messages = sotto.messages();
    if (number == 0) {
      throw new UsageException(messages.of("keys.whichOne"));
    }
    if (!yes && !sotto.confirms(messages.of("keys.ask", number), messages.of("keys.needsYes"))) {
      return ExitStatus.FAILED;
    }
    store.removeKeySlot(number);
    sotto.say(messages.of("keys.removed", number));
    var json = ResultJson.object();
    json.put("number", number);
    print(json);
    return ExitStatus.OK;
  }

  private int replaceRecoveryCode(PersonalStore store) throws IOException {
    Messages messages = sotto.messages();
    try (RecoveryCode code = store.replaceRecoveryCode()) {
      char[] revealed = code.reveal();
      sotto.say(messages.of("keys.recoveryCode"));
      sotto.say("    " + sotto.style().strong(String.valueOf(revealed)));
      sotto.say(messages.of("init.recoveryKeep"));
      var json = ResultJson.object();
      json.put("recoveryCode", String.valueOf(revealed));
      print(json);
      Arrays.fill(revealed, '\0');
    }
    return ExitStatus.OK;
  }

  private void print(ObjectNode json) {
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
  }
}
