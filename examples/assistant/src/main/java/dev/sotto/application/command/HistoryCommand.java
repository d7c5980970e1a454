package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.History;
import dev.sotto.application.vault.Vault;
import dev.sotto.conversation.Turn;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows and forgets what was asked, and switches its keeping on and off. */
@Command(name = "history")
final class HistoryCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|forget|off|on",
      descriptionKey = "history.action")
  private String action = "list";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "N", descriptionKey = "history.numbers")
  private List<Integer> numbers = new ArrayList<>();

  @Option(names = "--all")
  private boolean all;

  HistoryCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "list" -> sotto.withVaultForReading(this::list);
      case "forget" -> sotto.withVaultForChanges(this::forget);
      case "off" -> sotto.withVaultForChanges(vault -> turn(vault, History.Keeping.OFF));
      case "on" -> sotto.withVaultForChanges(vault -> turn(vault, History.Keeping.ON));
      default -> throw new UsageException(sotto.messages().of("history.unknown", action));
    };
  }

  private int list(Vault vault) throws IOException {
    Messages messages = sotto.messages();
    History history = vault.history();
    var json = ResultJson.object();
    json.put("on", history.keeping() == History.Keeping.ON);
    var array = json.putArray("turns");
    for (int i = 0; i < history.turns().size(); i++) {
      Turn turn = history.turns().get(i);
      var node = array.addObject();
      node.put("number", i + 1);
      node.put("time", turn.time().toString());
      node.put("question", turn.question());
      node.put("understood", turn.understood());
      node.put("answer", turn.answer());
      sotto.say(
          sotto.style().faint((i + 1) + "  " + messages.time(turn.time(), vault.profile().zone()))
              + "  "
              + sotto.style().strong(SafeText.line(turn.question())));
      if (!turn.understood().equals(turn.question())) {
        sotto.say(
            "   "
                + sotto
                    .style()
                    .faint(messages.of("answer.understood", SafeText.line(turn.understood()))));
      }
      sotto.say(
          "   "
              + (turn.answer().isEmpty()
                  ? messages.of("answer.abstention")
                  : SafeText.line(turn.answer())));
    }
    if (history.keeping() == History.Keeping.OFF) {
      sotto.say(messages.of("history.isOff"));
    } else if (history.turns().isEmpty()) {
      sotto.say(messages.of("history.empty"));
    }
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }

  private int forget(Vault vault) throws IOException {
    History history = vault.history();
    if (!all && numbers.isEmpty()) {
      throw new UsageException(sotto.messages().of("history.whichOne"));
    }
    for (int number : numbers) {
      if (number < 1 || number > history.turns().size()) {
        throw new UsageException(
            sotto.messages().of("history.range", number, history.turns().size()));
      }
    }
    History rest = all ? History.empty(history.keeping()) : history.without(new HashSet<>(numbers));
    vault.keep(rest);
    return told("history.forgotten", history.turns().size() - rest.turns().size());
  }

  private int turn(Vault vault, History.Keeping keeping) throws IOException {
    History before = vault.history();
    if (keeping == History.Keeping.OFF) {
      vault.keep(History.empty(keeping));
      return told("history.off", before.turns().size());
    }
    vault.keep(new History(keeping, before.turns()));
    return told("history.on", before.turns().size());
  }

  private int told(String message, int turns) {
    sotto.say(sotto.messages().of(message, turns));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("turns", turns);
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }
}
