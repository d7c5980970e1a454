package dev.sotto.application.command;

import dev.sotto.application.terminal.AnswerScreen;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.search.Hit;
import dev.sotto.search.SearchQuery;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds passages, without a language model's words. */
@Command(name = "search")
final class SearchCommand implements Callable<Integer> {
  private static final int SHOWN_CHARACTERS = 220;

  private final SottoCommand sotto;

  @Parameters(arity = "1..*", paramLabel = "WORDS", descriptionKey = "search.words")
  private List<String> words = new ArrayList<>();

  @Mixin private QuestionOptions narrowing = new QuestionOptions();

  @Option(names = "--limit", paramLabel = "N", defaultValue = "10")
  private int limit;

  SearchCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    if (limit < 1) {
      throw new UsageException(sotto.messages().of("search.limitTooSmall", limit));
    }
    return sotto.withVaultForQuestions(Models.Need.SEARCH, this::search);
  }

  private int search(Vault vault) throws IOException {
    SearchQuery query =
        new SearchQuery(
            String.join(" ", words),
            limit,
            narrowing.filter(sotto.messages(), vault.profile().zone()));
    List<Hit> hits = vault.search(query);
    if (sotto.wantsJson()) {
      ResultJson.print(ResultJson.hits(hits), sotto.surroundings().out());
    } else {
      show(vault, hits);
    }
    return hits.isEmpty() ? ExitStatus.NOTHING_FOUND : ExitStatus.OK;
  }

  private void show(Vault vault, List<Hit> hits) {
    AnswerScreen screen = Screens.answers(sotto, vault.profile().zone(), SHOWN_CHARACTERS);
    int number = 1;
    for (Hit hit : hits) {
      sotto.say(
          sotto.style().strong("[" + number++ + "] ")
              + sotto.style().faint(screen.head(hit.passage())));
      String text = SafeText.line(hit.passage().text());
      int end = Math.min(text.length(), SHOWN_CHARACTERS);
      sotto.say("    " + text.substring(0, end) + (end < text.length() ? " …" : ""));
    }
    if (hits.isEmpty()) {
      sotto.say(sotto.messages().of("search.nothing"));
    }
  }
}
