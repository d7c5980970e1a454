package dev.sotto.application.command;

import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.terminal.WorkProgressDisplay;
import dev.sotto.application.vault.Vault;
import dev.sotto.securestore.BackupReport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the store into one encrypted file and reads it back. */
@Command(name = "backup")
final class BackupCommand implements Callable<Integer> {
  private static final int KIBIBYTE = 1024;

  private final SottoCommand sotto;

  @Parameters(paramLabel = "FILE", descriptionKey = "backup.file")
  private Path file = Path.of("");

  BackupCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return sotto.withVaultForReading(this::backup);
  }

  private int backup(Vault vault) throws IOException {
    Path target = sotto.surroundings().folder().resolve(file).toAbsolutePath().normalize();
    if (target.startsWith(sotto.locations().store().toAbsolutePath().normalize())) {
      throw new UsageException(sotto.messages().of("backup.insideStore"));
    }
    BackupReport report;
    try (WorkProgressDisplay display =
        WorkProgressDisplay.ofShares(sotto.surroundings(), sotto.messages().of("backup.task"))) {
      report =
          vault
              .store()
              .backup(
                  target,
                  (done, total) -> {
                    display.share(done, total);
                    return !sotto.interruption().requested();
                  });
    } catch (AccessDeniedException e) {
      if (sotto.isServing()) {
        throw new UsageException(sotto.messages().of("backup.agent", sotto.locations().home()));
      }
      throw e;
    } catch (InterruptedIOException e) {
      sotto.warn(sotto.messages().of("backup.stopped"));
      return ExitStatus.INTERRUPTED;
    }
    sotto.say(
        sotto
            .messages()
            .of(
                "backup.done",
                target,
                report.records(),
                report.files(),
                report.bytes() / KIBIBYTE));
    sotto.say(sotto.messages().of("backup.limits"));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("file", target.toString());
      json.put("records", report.records());
      json.put("files", report.files());
      json.put("bytes", report.bytes());
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }
}
