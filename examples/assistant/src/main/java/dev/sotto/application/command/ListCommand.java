package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.vault.Vault;
import dev.sotto.storage.Source;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the sources. */
@Command(name = "list")
final class ListCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  ListCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return sotto.withVaultForReading(this::list);
  }

  private int list(Vault vault) {
    Messages messages = sotto.messages();
    var json = ResultJson.object();
    var array = json.putArray("sources");
    for (Source source : vault.records().sources()) {
      long records = vault.records().recordIds(source.id()).size();
      array.add(ResultJson.source(source, records));
      sotto.say(
          sotto.style().strong(source.id().value())
              + "  "
              + messages.of(
                  "list.line",
                  source.importer(),
                  records,
                  source
                      .lastSync()
                      .map(time -> messages.time(time, vault.profile().zone()))
                      .orElse(messages.of("list.never")))
              + "  "
              + sotto.style().faint(SafeText.line(source.path())));
    }
    if (array.isEmpty()) {
      sotto.say(messages.of("list.empty"));
    }
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }
}
