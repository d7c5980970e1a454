package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.tool.ToolConversation;
import dev.sotto.application.vault.Vault;
import dev.sotto.consent.StandingConsent;
import dev.sotto.text.SafeText;
import dev.sotto.tool.DataClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows and withdraws consents that stand. */
@Command(name = "consent")
final class ConsentCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|withdraw",
      descriptionKey = "consent.action")
  private String action = "list";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "N", descriptionKey = "consent.numbers")
  private List<Long> numbers = new ArrayList<>();

  ConsentCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "list" -> sotto.withVaultForReading(this::list);
      case "withdraw" -> {
        if (numbers.isEmpty()) {
          throw new UsageException(sotto.messages().of("consent.number"));
        }
        yield sotto.withVaultForChanges(this::withdraw);
      }
      default -> throw new UsageException(sotto.messages().of("consent.what", action));
    };
  }

  private int list(Vault vault) throws IOException {
    Messages messages = sotto.messages();
    List<StandingConsent> consents =
        ToolConversation.standing(vault.store().documents()).stream()
            .filter(consent -> consent.expires().isAfter(sotto.surroundings().clock().instant()))
            .toList();
    var json = ResultJson.object();
    var array = json.putArray("consents");
    for (StandingConsent consent : consents) {
      List<String> classes = consent.dataClasses().stream().map(ConsentCommand::word).toList();
      var node = array.addObject();
      node.put("number", consent.number());
      node.put("tool", consent.tool().value());
      node.put("host", consent.host());
      node.put("purpose", consent.purpose());
      classes.forEach(node.putArray("dataClasses")::add);
      node.put("given", consent.given().toString());
      node.put("expires", consent.expires().toString());
      node.put("mostPerDay", consent.mostPerDay());
      sotto.say(
          messages.of(
              "consent.line",
              consent.number(),
              consent.tool(),
              consent.host(),
              SafeText.line(consent.purpose()),
              classes.stream().collect(Collectors.joining(messages.of("tool.comma"))),
              messages.time(consent.expires(), vault.profile().zone()),
              consent.mostPerDay()));
    }
    if (consents.isEmpty()) {
      sotto.say(messages.of("consent.none"));
    }
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }

  private static String word(DataClass dataClass) {
    return dataClass.name().toLowerCase(Locale.ROOT);
  }

  private int withdraw(Vault vault) throws IOException {
    var clock = sotto.surroundings().clock();
    var json = ResultJson.object();
    var array = json.putArray("withdrawn");
    for (long number : numbers) {
      if (!ToolConversation.withdraw(
          number, vault.store().documents(), vault.store().ledger(clock), clock)) {
        throw new UsageException(sotto.messages().of("consent.unknown", number));
      }
      array.add(number);
      sotto.say(sotto.messages().of("consent.withdrawn", number));
    }
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }
}
