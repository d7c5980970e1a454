package dev.sotto.examples.embedding;

import dev.sotto.llm.DefaultModel;
import dev.sotto.model.Cancellation;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.Prompt;
import dev.sotto.model.TokenFilter;
import java.io.IOException;
import java.nio.file.Path;

/** Answers one question: {@code RunTheModel CACHE_FOLDER QUESTION}. */
final class RunTheModel {
  private RunTheModel() {}

  public static void main(String[] arguments) throws IOException {
    try (var model = DefaultModel.open(Path.of(arguments[0]), 2)) {
      model.generate(
          Prompt.of("You answer in one sentence.", arguments[1]),
          GenerationSettings.greedy(60),
          TokenFilter.Factory.UNRESTRICTED,
          System.out::print,
          Cancellation.NEVER);
    }
  }
}
