package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.Style;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.ShownPassages;
import dev.sotto.application.vault.Vault;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.storage.Source;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the original record of a citation or a search result. */
@Command(name = "show")
final class ShowCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Parameters(paramLabel = "N", descriptionKey = "show.number")
  private int number;

  ShowCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return sotto.withVaultForReading(vault -> show(sotto, vault, number));
  }

  /** Shows what was cited under a number. */
  static int show(SottoCommand sotto, Vault vault, int number) throws IOException {
    Messages messages = sotto.messages();
    List<ShownPassages.Place> places = vault.shown().places();
    Optional<ShownPassages.Place> place = vault.shown().numbered(number);
    if (place.isEmpty()) {
      throw new UsageException(
          places.isEmpty()
              ? messages.of("show.nothing")
              : messages.of("show.range", number, places.size()));
    }
    Optional<PersonalRecord> record = vault.record(place.get());
    if (record.isEmpty()) {
      sotto.say(messages.of("show.gone"));
      return ExitStatus.NOTHING_FOUND;
    }
    if (sotto.wantsJson()) {
      ResultJson.print(
          ResultJson.record(record.get(), place.get().start(), place.get().end()),
          sotto.surroundings().out());
    } else {
      print(sotto, vault, record.get(), place.get());
    }
    return ExitStatus.OK;
  }

  private static void print(
      SottoCommand sotto, Vault vault, PersonalRecord record, ShownPassages.Place place) {
    Messages messages = sotto.messages();
    Style style = sotto.style();
    RecordContent content = record.content();
    String path =
        vault.records().findSource(record.source()).map(Source::path).orElse("")
            + " · "
            + content.location();
    sotto.say(style.strong(SafeText.line(content.title())));
    sotto.say(
        style.faint(
            messages.of("kind." + content.kind().label())
                + " · "
                + messages.time(content.time(), vault.profile().zone())
                + " · "
                + record.source()));
    if (!content.participants().isEmpty()) {
      sotto.say(
          style.faint(
              SafeText.line(
                  content.participants().stream()
                      .map(Participant::displayName)
                      .distinct()
                      .collect(Collectors.joining(", ")))));
    }
    sotto.say(style.faint(SafeText.line(path)));
    sotto.say("");
    String text = content.text();
    int start = Math.min(place.start(), text.length());
    int end = Math.min(place.end(), text.length());
    sotto.say(
        SafeText.of(text.substring(0, start))
            + emphasised(style, SafeText.of(text.substring(start, end)))
            + SafeText.of(text.substring(end)));
  }

  private static String emphasised(Style style, String passage) {
    return passage.lines().map(style::quotation).collect(Collectors.joining("\n"));
  }
}
