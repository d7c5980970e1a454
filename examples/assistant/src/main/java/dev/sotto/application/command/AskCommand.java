package dev.sotto.application.command;

import dev.sotto.application.terminal.AnswerScreen;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.ToolJson;
import dev.sotto.application.terminal.ToolScreen;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.tool.ToolConversation;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.AnswerListener;
import dev.sotto.assistant.Question;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.plan.ToolPlan;
import dev.sotto.plan.ToolPlanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers one question. */
@Command(name = "ask")
final class AskCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Parameters(arity = "1..*", paramLabel = "QUESTION", descriptionKey = "ask.question")
  private List<String> words = new ArrayList<>();

  @Mixin private QuestionOptions narrowing = new QuestionOptions();

  @Option(names = "--alone")
  private boolean alone;

  @Option(names = "--records-only")
  private boolean recordsOnly;

  @Option(names = "--timings")
  private boolean timings;

  AskCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    String text = String.join(" ", words).strip();
    if (text.isEmpty()) {
      throw new UsageException(sotto.messages().of("ask.empty"));
    }
    return sotto.withVaultForQuestions(Models.Need.ANSWERS, vault -> ask(vault, text));
  }

  private int ask(Vault vault, String text) throws IOException {
    if (mayAskTools(text)) {
      Optional<ToolOutcome> outcome =
          sotto.wantsJson() ? askToolForScript(vault, text) : askTool(vault, text);
      if (outcome.isPresent()) {
        return status(outcome.get());
      }
      if (sotto.interruption().requested()) {
        return ExitStatus.INTERRUPTED;
      }
    }
    Question question = question(vault, text);
    return status(
        sotto.wantsJson() ? answerScript(vault, text, question) : answer(vault, text, question));
  }

  private Optional<ToolOutcome> askTool(Vault vault, String text) throws IOException {
    try (ConsentTerminal terminal = ConsentTerminal.of(sotto, vault);
        ToolConversation tools = sotto.toolConversation(vault, terminal.prompt())) {
      return new Conversation(sotto, vault, tools).askTool(text);
    }
  }

  private Optional<ToolOutcome> askToolForScript(Vault vault, String text) throws IOException {
    try (ToolConversation tools = sotto.toolConversation(vault, ConsentPrompt.NOBODY)) {
      Optional<ToolPlan> plan = tools.plan(text, vault.lastTurn(), vault.lastPlace());
      if (plan.isEmpty() || !plan.get().isComplete()) {
        return Optional.empty();
      }
      ToolOutcome outcome =
          tools.call(plan.get(), ToolScreen.language(sotto.messages()), sotto.interruption());
      if (!(outcome instanceof ToolOutcome.Found)
          && plan.get().asked() != ToolPlan.Choice.BY_NAME) {
        return Optional.empty();
      }
      ResultJson.print(
          ToolJson.outcome(plan.get(), outcome).put("question", text), sotto.surroundings().out());
      return Optional.of(outcome);
    }
  }

  private Answer answer(Vault vault, String text, Question question) throws IOException {
    AnswerScreen screen = Screens.answers(sotto, vault.profile().zone());
    Answer answer = Conversation.askRecords(sotto, vault, text, question, screen);
    if (timings) {
      screen.timings(answer.timings());
      screen.phases(sotto.processes().phases());
    }
    return answer;
  }

  private Answer answerScript(Vault vault, String text, Question question) throws IOException {
    Answer answer = vault.converse(text, question, AnswerListener.SILENT, sotto.interruption());
    var json = ResultJson.answer(answer);
    json.put("question", text);
    json.put("understood", question.text());
    ResultJson.phases(json.withObject("/milliseconds"), sotto.processes().phases());
    ResultJson.print(json, sotto.surroundings().out());
    return answer;
  }

  private boolean mayAskTools(String text) {
    return ToolPlanner.namesTool(text) || !(recordsOnly || narrowing.narrow());
  }

  private Question question(Vault vault, String text) throws IOException {
    if (vault.records().size() == 0) {
      throw new UsageException(sotto.messages().of("list.empty"));
    }
    return new Question(
        alone ? text : vault.understood(text),
        narrowing.filter(sotto.messages(), vault.profile().zone()));
  }

  private int status(ToolOutcome outcome) {
    if (sotto.interruption().requested()) {
      return ExitStatus.INTERRUPTED;
    }
    return outcome instanceof ToolOutcome.Found found && !found.findings().findings().isEmpty()
        ? ExitStatus.OK
        : ExitStatus.NOTHING_FOUND;
  }

  private int status(Answer answer) {
    if (sotto.interruption().requested()) {
      return ExitStatus.INTERRUPTED;
    }
    return answer.kind() == Answer.Kind.ABSTENTION ? ExitStatus.NOTHING_FOUND : ExitStatus.OK;
  }
}
