package dev.sotto.application.command;

import dev.sotto.application.terminal.ResultJson;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes the passphrase, opened by the old one or by the recovery code. */
@Command(name = "passphrase")
final class PassphraseCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Option(names = "--recovery-code")
  private boolean askRecoveryCode;

  @Option(names = "--recovery-code-file", paramLabel = "FILE")
  private @Nullable Path recoveryCodeFile;

  @Option(names = "--new-passphrase-file", paramLabel = "FILE")
  private @Nullable Path newPassphraseFile;

  PassphraseCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = sotto.existingStore();
    if (askRecoveryCode || recoveryCodeFile != null) {
      try (RecoveryCode code = sotto.passphrases().recoveryCode(recoveryCodeFile);
          PersonalStore store =
              sotto.told(PersonalStore.unlock(folder, code, Access.WRITE, sotto.ageCheck()));
          Passphrase chosen = sotto.passphrases().replacement(newPassphraseFile)) {
        store.changePassphrase(chosen, KeyDerivationPreset.INTERACTIVE);
      }
    } else {
      try (Passphrase old = sotto.passphrases().existing();
          PersonalStore store =
              sotto.told(
                  PersonalStore.unlock(folder, old, Access.WRITE, sotto.ageCheck(), () -> {}));
          Passphrase chosen = sotto.passphrases().replacement(newPassphraseFile)) {
        store.changePassphrase(old, chosen, KeyDerivationPreset.INTERACTIVE);
      }
    }
    sotto.say(sotto.messages().of("passphrase.changed"));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("changed", true);
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }
}
