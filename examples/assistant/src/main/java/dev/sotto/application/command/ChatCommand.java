package dev.sotto.application.command;

import dev.sotto.application.terminal.AnswerScreen;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.tool.ToolConversation;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.assistant.Question;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Answers question after question; one may lean on the one before. */
@Command(name = "chat")
final class ChatCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  ChatCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return sotto.withVaultForQuestions(Models.Need.ANSWERS, vault -> converse(sotto, vault));
  }

  /** Asks for questions until the person leaves. */
  static int converse(SottoCommand sotto, Vault vault) throws IOException {
    if (sotto.wantsJson()) {
      throw new UsageException(sotto.messages().of("chat.noJson"));
    }
    if (!sotto.surroundings().personPresent()) {
      return converseByLines(sotto, vault);
    }
    try (Terminal terminal = SystemTerminal.builder().build()) {
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      sotto.say(sotto.style().faint(sotto.messages().of("chat.hint")));
      try (ToolConversation tools =
          sotto.toolConversation(vault, ConsentTerminal.prompt(sotto, vault, terminal))) {
        return converse(new Conversation(sotto, vault, tools), sotto, vault, terminal, reader);
      }
    }
  }

  private static int converse(
      Conversation conversation,
      SottoCommand sotto,
      Vault vault,
      Terminal terminal,
      LineReader reader)
      throws IOException {
    while (true) {
      String line;
      try {
        line = reader.readLine(sotto.messages().of("chat.prompt"));
      } catch (EndOfFileException | UserInterruptException e) {
        return ExitStatus.OK;
      }
      Terminal.SignalHandler before =
          terminal.handle(Terminal.Signal.INT, signal -> sotto.interruption().raise());
      try {
        int columns = Math.max(terminal.getSize().getColumns(), 40);
        if (!answer(conversation, sotto, vault, line.strip(), columns)) {
          return ExitStatus.OK;
        }
      } finally {
        terminal.handle(Terminal.Signal.INT, before);
        sotto.interruption().clear();
      }
    }
  }

  private static int converseByLines(SottoCommand sotto, Vault vault) throws IOException {
    if (sotto.surroundings().isTerminal()) {
      sotto.say(sotto.style().faint(sotto.messages().of("chat.hint")));
    }
    try (ToolConversation tools = sotto.toolConversation(vault, sotto.promptElsewhere(vault))) {
      Conversation conversation = new Conversation(sotto, vault, tools);
      int columns = Screens.columns(sotto.surroundings());
      String line = line(sotto);
      while (line != null && answer(conversation, sotto, vault, line.strip(), columns)) {
        if (sotto.surroundings().isTerminal()) {
          sotto.interruption().clear();
        }
        line = line(sotto);
      }
    }
    return ExitStatus.OK;
  }

  private static @Nullable String line(SottoCommand sotto) throws IOException {
    if (sotto.surroundings().isTerminal()) {
      sotto.surroundings().out().print(sotto.messages().of("chat.prompt"));
      sotto.surroundings().out().flush();
    }
    return sotto.surroundings().in().readLine();
  }

  private static boolean answer(
      Conversation conversation, SottoCommand sotto, Vault vault, String line, int columns)
      throws IOException {
    Messages messages = sotto.messages();
    try {
      if (line.matches("/show\\s+\\d{1,3}")) {
        ShowCommand.show(sotto, vault, Integer.parseInt(line.substring(5).strip()));
      } else if (line.equals("/quit") || line.equals("/exit")) {
        return false;
      } else if (!line.isEmpty() && conversation.askTool(line).isEmpty()) {
        if (line.startsWith("/")) {
          sotto.say(messages.of("chat.help", conversation.toolNames()));
        } else {
          AnswerScreen screen = Screens.answers(sotto, vault.profile().zone(), columns);
          Conversation.askRecords(sotto, vault, line, Question.of(vault.understood(line)), screen);
        }
      }
      sotto.say("");
    } catch (UsageException e) {
      sotto.warn(String.valueOf(e.getMessage()));
    }
    return true;
  }
}
