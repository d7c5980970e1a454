package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.vault.Vault;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.storage.Source;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the sources. */
@Command(name = "list")
final class ListCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Option(names = "--labels")
  private boolean labels;

  ListCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return sotto.withVaultForReading(this::list);
  }

  private int list(Vault vault) throws IOException {
    Messages messages = sotto.messages();
    var json = ResultJson.object();
    var array = json.putArray("sources");
    for (Source source : vault.records().sources()) {
      long records = vault.records().recordIds(source.id()).size();
      ObjectNode node = ResultJson.source(source, records);
      array.add(node);
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
      if (labels) {
        listLabels(vault, source, node.putArray("labels"));
      }
    }
    if (array.isEmpty()) {
      sotto.say(messages.of("list.empty"));
    }
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }

  private void listLabels(Vault vault, Source source, ArrayNode array) throws IOException {
    Map<Labels, Long> counts =
        new TreeMap<>(
            Comparator.comparing(Labels::confidentiality)
                .reversed()
                .thenComparing(Labels::integrity));
    long damaged = 0;
    for (RecordId id : vault.records().recordIds(source.id())) {
      try {
        vault
            .records()
            .find(id)
            .ifPresent(record -> counts.merge(vault.labelsOf(record), 1L, Long::sum));
      } catch (TamperedFileException e) {
        damaged++;
      }
    }
    counts.forEach((label, count) -> {
      String confidentiality = word(label.confidentiality());
      String integrity = word(label.integrity());
      array
          .addObject()
          .put("confidentiality", confidentiality)
          .put("integrity", integrity)
          .put("records", count);
      sotto.say("    " + confidentiality + ", " + integrity + ": " + count);
    });
    if (damaged > 0) {
      sotto.warn(sotto.messages().of("list.damaged", damaged));
    }
  }

  private static String word(Enum<?> label) {
    return label.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
