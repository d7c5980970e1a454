package dev.sotto.application.command;

import dev.sotto.application.terminal.AnswerScreen;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.AnswerListener;
import dev.sotto.assistant.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    if (vault.records().size() == 0) {
      throw new UsageException(sotto.messages().of("list.empty"));
    }
    String understood = alone ? text : vault.understood(text);
    Question question =
        new Question(understood, narrowing.filter(sotto.messages(), vault.profile().zone()));
    Answer answer;
    if (sotto.wantsJson()) {
      answer = vault.converse(text, question, AnswerListener.SILENT, sotto.interruption());
      var json = ResultJson.answer(answer);
      json.put("question", text);
      json.put("understood", understood);
      ResultJson.phases(json.withObject("/milliseconds"), sotto.processes().phases());
      ResultJson.print(json, sotto.surroundings().out());
    } else {
      AnswerScreen screen = Screens.answers(sotto, vault.profile().zone());
      if (!understood.equals(text)) {
        screen.understood(understood);
      }
      answer = vault.converse(text, question, screen, sotto.interruption());
      screen.finish(answer);
      if (timings) {
        screen.timings(answer.timings());
        screen.phases(sotto.processes().phases());
      }
    }
    if (sotto.interruption().requested()) {
      return ExitStatus.INTERRUPTED;
    }
    return answer.kind() == Answer.Kind.ABSTENTION ? ExitStatus.NOTHING_FOUND : ExitStatus.OK;
  }
}
