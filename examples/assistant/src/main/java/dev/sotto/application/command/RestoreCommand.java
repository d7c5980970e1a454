package dev.sotto.application.command;

import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.WorkProgressDisplay;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.AgeCheck;
import dev.sotto.securestore.BackupProgress;
import dev.sotto.securestore.BackupReport;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a store of a backup, in a folder where nothing is. */
@Command(name = "restore")
final class RestoreCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Parameters(paramLabel = "FILE", descriptionKey = "restore.file")
  private Path file = Path.of("");

  @Option(names = "--store", paramLabel = "FOLDER")
  private @Nullable Path store;

  @Option(names = "--recovery-code")
  private boolean askRecoveryCode;

  @Option(names = "--recovery-code-file", paramLabel = "FILE")
  private @Nullable Path recoveryCodeFile;

  RestoreCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    Path backup = sotto.surroundings().folder().resolve(file);
    Path named = store;
    Path folder =
        named == null
            ? sotto.locations().store()
            : sotto.surroundings().folder().resolve(named).toAbsolutePath().normalize();
    if (named == null) {
      Files.createDirectories(sotto.locations().home());
    }
    BackupReport report;
    try (WorkProgressDisplay display =
        WorkProgressDisplay.ofShares(sotto.surroundings(), sotto.messages().of("restore.task"))) {
      report =
          restored(
              backup,
              folder,
              (done, total) -> {
                display.share(done, total);
                return !sotto.interruption().requested();
              });
    } catch (InterruptedIOException e) {
      sotto.warn(sotto.messages().of("backup.stopped"));
      return ExitStatus.INTERRUPTED;
    }
    sotto.say(sotto.messages().of("restore.done", folder, report.records()));
    sotto.say(sotto.messages().of("restore.limits"));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("store", folder.toString());
      json.put("records", report.records());
      json.put("files", report.files());
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }

  private BackupReport restored(Path backup, Path folder, BackupProgress progress)
      throws IOException {
    if (askRecoveryCode || recoveryCodeFile != null) {
      try (RecoveryCode code = sotto.passphrases().recoveryCode(recoveryCodeFile)) {
        BackupReport report = PersonalStore.restore(backup, folder, code, progress);
        if (store == null) {
          PersonalStore.unlock(folder, code, Access.WRITE, restoredByThePerson()).close();
        }
        return report;
      }
    }
    try (Passphrase passphrase = sotto.passphrases().existing()) {
      BackupReport report = PersonalStore.restore(backup, folder, passphrase, progress);
      if (store == null) {
        PersonalStore.unlock(folder, passphrase, Access.WRITE, restoredByThePerson(), () -> {})
            .close();
      }
      return report;
    }
  }

  private AgeCheck restoredByThePerson() {
    AgeCheck check = sotto.ageCheck();
    return new AgeCheck(check.anchor(), (lastSeen, found) -> true, check.clock());
  }
}
