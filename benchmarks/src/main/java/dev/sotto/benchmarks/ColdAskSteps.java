package dev.sotto.benchmarks;

import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.AnswerListener;
import dev.sotto.assistant.Evidence;
import dev.sotto.assistant.Question;
import dev.sotto.search.Passage;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.Passphrase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What {@code sotto ask} does, step by step in a new process, with the time of each. Prints lines
 * of a step's name and the milliseconds it took.
 */
final class ColdAskSteps {
  private static long last = System.nanoTime();

  private ColdAskSteps() {}

  /** Takes the store's folder, the passphrase file, the cache of models and a question. */
  public static void main(String[] arguments) throws IOException {
    Instant started = ProcessHandle.current().info().startInstant().orElse(Instant.now());
    print("Java starts", ChronoUnit.MICROS.between(started, Instant.now()) / 1e3);
    Path folder = Path.of(arguments[0]);
    last = System.nanoTime();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Passphrase passphrase = Passphrase.fromFile(Path.of(arguments[1]));
        Models models = new Models(Path.of(arguments[2]), executor, (done, total) -> {})) {
      long began = System.nanoTime();
      models.begin(Models.Need.ANSWERS);
      executor.execute(() -> {
        models.writer();
        print("(beside: language model loaded after)", Stopwatch.millisecondsSince(began));
      });
      PersonalStore store = PersonalStore.unlock(folder, passphrase, Access.WRITE);
      step("store unlocks, key derivation included");
      try (Vault vault = Vault.open(store, Access.WRITE, models, Clock.systemUTC())) {
        boolean lagsBehind = vault.indexLagsBehind();
        step(lagsBehind ? "index opens, behind" : "index opens");
        models.writer();
        step("waiting for the language model");
        Answer answer =
            vault.ask(
                Question.of(arguments[3]),
                new AnswerListener() {
                  @Override
                  public void sources(List<Passage> sources) {
                    step("search, embedding model included");
                  }

                  @Override
                  public void evidence(Evidence evidence) {
                    step("prompt, first tokens, quotation");
                  }
                },
                () -> false);
        step("rest of the answer");
        print("(within: generation's first token)", answer.timings().firstToken().toNanos() / 1e6);
      }
      step("store closes");
    }
    step("models close");
  }

  private static void step(String name) {
    long now = System.nanoTime();
    print(name, (now - last) / 1e6);
    last = now;
  }

  private static void print(String name, double milliseconds) {
    System.out.println(name + "\t" + milliseconds);
  }
}
