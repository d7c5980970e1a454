package dev.sotto.application.command;

import dev.sotto.application.terminal.AnswerScreen;
import dev.sotto.application.terminal.ToolScreen;
import dev.sotto.application.tool.ToolConversation;
import dev.sotto.application.vault.Vault;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.Question;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.plan.ToolPlan;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One thread of questions, to the records and to the world: a tool is asked where the person's
 * words call for one, and the records wherever it did not answer. For one thread.
 */
final class Conversation {
  private final SottoCommand sotto;
  private final Vault vault;
  private final ToolConversation tools;
  private final ToolScreen screen;

  Conversation(SottoCommand sotto, Vault vault, ToolConversation tools) {
    this.sotto = sotto;
    this.vault = vault;
    this.tools = tools;
    this.screen = sotto.toolScreen();
  }

  /**
   * Asks a tool, if the words call for one, and shows what it found.
   *
   * @return nothing where the records are to be asked
   */
  Optional<ToolOutcome> askTool(String text) throws IOException {
    Optional<ToolPlan> plan = tools.plan(text, vault.lastTurn(), vault.lastPlace());
    if (plan.isEmpty()) {
      tools.forgetPlan();
      return Optional.empty();
    }
    if (!plan.get().isComplete()) {
      screen.missing(plan.get());
      return Optional.empty();
    }
    screen.plan(plan.get());
    ToolOutcome outcome =
        tools.call(plan.get(), ToolScreen.language(sotto.messages()), sotto.interruption());
    screen.outcome(plan.get(), outcome);
    if (outcome instanceof ToolOutcome.Found found) {
      vault.rememberFindings(text, found.findings());
      return Optional.of(outcome);
    }
    return plan.get().asked() == ToolPlan.Choice.BY_NAME ? Optional.of(outcome) : Optional.empty();
  }

  /** Returns how tools are called by name, such as {@code /weather}. */
  String toolNames() {
    return tools.names().stream().map(name -> "/" + name).collect(Collectors.joining(" "));
  }

  /** Asks the records. */
  static Answer askRecords(
      SottoCommand sotto, Vault vault, String text, Question question, AnswerScreen answers)
      throws IOException {
    if (!question.text().equals(text)) {
      answers.understood(question.text());
    }
    Answer answer = vault.converse(text, question, answers, sotto.interruption());
    answers.finish(answer);
    return answer;
  }
}
