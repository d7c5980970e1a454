package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.Vault;
import dev.sotto.record.SourceId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a source and everything that was read from it. */
@Command(name = "forget")
final class ForgetCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Parameters(paramLabel = "SOURCE", descriptionKey = "forget.source")
  private String name = "";

  @Option(names = "--yes")
  private boolean yes;

  ForgetCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return sotto.withVaultForChanges(this::forget);
  }

  private int forget(Vault vault) throws IOException {
    Messages messages = sotto.messages();
    SourceId source = new SourceId(name);
    if (vault.records().findSource(source).isEmpty()) {
      throw new UsageException(messages.of("forget.unknown", source));
    }
    long records = vault.records().recordIds(source).size();
    if (!yes
        && !sotto.confirms(
            messages.of("forget.ask", source, records), messages.of("forget.needsYes"))) {
      sotto.say(messages.of("forget.kept"));
      return ExitStatus.FAILED;
    }
    vault.ingestion(List.of()).forget(source);
    vault.forgetTurnsOfLostRecords();
    sotto.say(messages.of("forget.done", source, records));
    sotto.say(messages.of("forget.limits"));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("source", source.value());
      json.put("records", records);
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }
}
